// The page's own address: after the # stands the name of an episode, whose parts may hold any letter.

export function hashOf(episode) {
  return `#${episode.id.split("/").map(encodeURIComponent).join("/")}`;
}

// Which name the address has now; a broken one names nothing.
export function namedEpisode() {
  try {
    return decodeURIComponent(location.hash.slice(1)).normalize("NFC");
  } catch {
    return "";
  }
}
