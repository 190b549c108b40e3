// Every string of the page, in the languages it speaks.

const TEXTS = {
  ja: {
    search: "さがす",
    more: "そのほか",
    close: "閉じる",
    back: "一覧へ戻る",
    forms: "聴き方",
    lyrics: "歌詞",
    play: "再生",
    pause: "一時停止",
    play_episode: "{visible}、{title} を再生",
    previous: "前の行",
    next: "次の行",
    repeat: "この行をくり返す",
    repeat_on: "この行をくり返します",
    repeat_off: "くり返しをやめました",
    hide: "歌詞をかくす",
    hide_on: "歌詞をかくしました。行を押すと見えます",
    hide_off: "歌詞を表示しました",
    hidden_line: "かくした行 {number}。押すと見えます",
    follow: "今の行へ",
    furigana: "ふりがな",
    speed: "速さ",
    speed_is: "速さ {rate} 倍",
    sleep: "おやすみ",
    sleep_off: "なし",
    sleep_minutes: "{minutes}分後",
    sleep_end: "この回の終わり",
    sleep_set: "おやすみタイマー: {when}",
    slept: "おやすみタイマーで止めました",
    position: "再生位置",
    position_is: "{at} / {duration}",
    grade: "どうでしたか",
    again: "もう一度",
    vague: "あいまい",
    said: "言えた",
    graded: "「{grade}」と記録しました",
    then: "終わったら",
    then_next: "次の回へ",
    then_form: "同じ聴き方の次の歌へ",
    then_same: "同じ回をくり返す",
    then_stop: "止まる",
    take: "持ち出す",
    this_mp3: "この回 (MP3)",
    this_zip: "このアルバム (ZIP)",
    zip: "ダウンロード (ZIP)",
    keep: "オフライン保存",
    keeping: "保存中 {done}/{total}",
    kept: "オフラインで聴けます",
    unkept: "オフライン用の保存を消しました",
    keep_failed: "保存できませんでした。空き容量と接続を確かめてください",
    install: "アプリとして追加",
    install_hint: "iPhone では、共有ボタンから「ホーム画面に追加」を選んでください。",
    insecure:
      "このアドレス (http) では、オフライン保存とアプリとしての追加ができません。ZIP で持ち出すか、ポッドキャストアプリに登録してください。",
    feed: "ポッドキャストのフィード",
    podcast: "ポッドキャストアプリで聴く",
    podcast_hint:
      "アドレスを、アプリの「URL で番組を追加」に貼りつけてください。Android は AntennaPod、iPhone は標準の Podcasts が使えます。Overcast と Pocket Casts は家の中のアドレスを読めません。",
    feed_url: "フィードのアドレス",
    copy: "コピー",
    copied: "コピーしました",
    open_in: "{app} で開く",
    keys: "キーボード",
    key_play: "再生・一時停止",
    key_lines: "前の行・次の行",
    key_seconds: "5 秒もどる・進む",
    key_repeat: "この行をくり返す",
    key_hide: "歌詞をかくす",
    key_reveal: "今の行を見る",
    key_grade: "もう一度・あいまい・言えた",
    key_furigana: "ふりがな",
    key_speed: "遅く・速く",
    key_episodes: "次の回・前の回",
    key_help: "この画面",
    missing: "歌詞を読みこめませんでした。音は聴けます。",
    audio_failed: "音を読みこめませんでした。接続を確かめて、もう一度再生してください",
    nothing_found: "見つかりません",
  },
  en: {
    search: "Search",
    more: "More",
    close: "Close",
    back: "Back to the list",
    forms: "Ways to listen",
    lyrics: "Lyrics",
    play: "Play",
    pause: "Pause",
    play_episode: "{visible}, play {title}",
    previous: "Previous line",
    next: "Next line",
    repeat: "Repeat this line",
    repeat_on: "Repeating this line",
    repeat_off: "Repeat is off",
    hide: "Hide the lyrics",
    hide_on: "Lyrics are hidden. Tap a line to see it",
    hide_off: "Lyrics are shown",
    hidden_line: "Hidden line {number}. Press to see it",
    follow: "To the current line",
    furigana: "Furigana",
    speed: "Speed",
    speed_is: "Speed {rate}×",
    sleep: "Sleep",
    sleep_off: "Off",
    sleep_minutes: "In {minutes} min",
    sleep_end: "End of episode",
    sleep_set: "Sleep timer: {when}",
    slept: "Stopped by the sleep timer",
    position: "Position",
    position_is: "{at} of {duration}",
    grade: "How did it go?",
    again: "Again",
    vague: "Vague",
    said: "Got it",
    graded: "Noted: {grade}",
    then: "At the end",
    then_next: "Next episode",
    then_form: "Next song, same way",
    then_same: "Repeat this episode",
    then_stop: "Stop",
    take: "Take it with you",
    this_mp3: "This episode (MP3)",
    this_zip: "This album (ZIP)",
    zip: "Download (ZIP)",
    keep: "Keep offline",
    keeping: "Saving {done}/{total}",
    kept: "Kept for offline",
    unkept: "Removed the offline copy",
    keep_failed: "Could not save. Check free space and the connection",
    install: "Install as an app",
    install_hint: "On an iPhone, choose “Add to Home Screen” from the share button.",
    insecure:
      "At this address (http) the page cannot work offline or be installed. Take the ZIP with you, or subscribe in a podcast app.",
    feed: "Podcast feed",
    podcast: "Listen in a podcast app",
    podcast_hint:
      "Paste the address where your app adds a show by URL. AntennaPod on Android and Apple Podcasts can; Overcast and Pocket Casts cannot reach an address at home.",
    feed_url: "Address of the feed",
    copy: "Copy",
    copied: "Copied",
    open_in: "Open in {app}",
    keys: "Keyboard",
    key_play: "Play, pause",
    key_lines: "Previous, next line",
    key_seconds: "5 seconds back, on",
    key_repeat: "Repeat this line",
    key_hide: "Hide the lyrics",
    key_reveal: "See the current line",
    key_grade: "Again, vague, got it",
    key_furigana: "Furigana",
    key_speed: "Slower, faster",
    key_episodes: "Next, previous episode",
    key_help: "This dialog",
    missing: "The lyrics could not be loaded. The sound still plays.",
    audio_failed: "The sound could not be loaded. Check the connection and press play again",
    nothing_found: "Nothing found",
  },
};

export const language = navigator.languages.map((tag) => tag.slice(0, 2)).find((tag) => tag in TEXTS) ?? "en";

export function text(name, values = {}) {
  return TEXTS[language][name].replace(/\{(\w+)\}/g, (_, key) => values[key]);
}

// Labels are for those who do not see the icon; `title` is for those who hover over it.
export function label(element, name, values) {
  const said = text(name, values);
  element.setAttribute("aria-label", said);
  if (element.tagName === "BUTTON") element.title = said;
  if (element.type === "search") element.placeholder = said;
}

export function translate() {
  document.documentElement.lang = language;
  for (const element of document.querySelectorAll("[data-text]")) element.textContent = text(element.dataset.text);
  for (const element of document.querySelectorAll("[data-label]")) label(element, element.dataset.label);
}

export function clock(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const tail = `${String(rest).padStart(2, "0")}`;
  return hours ? `${hours}:${String(minutes).padStart(2, "0")}:${tail}` : `${minutes}:${tail}`;
}
