// What cannot be asked of a browser otherwise. An iPad says that it is a Mac, but can be touched.

export const onApple =
  /iPhone|iPad|iPod/.test(navigator.userAgent) || (navigator.platform === "MacIntel" && navigator.maxTouchPoints > 1);
