// The code that leads the phone to the release.

import { ask } from "./api.js";
import { $, element, say } from "./dom.js";
import { text } from "./texts.js";

export async function openPhone() {
  let phone;
  try {
    phone = await ask("api/phone", "POST");
  } catch (refused) {
    $("build-said").textContent = refused.message;
    $("build-said").className = "wrong";
    return;
  }
  const [first, ...others] = phone.addresses;
  $("code").src = `api/phone/code.svg?${encodeURIComponent(first.address)}`;
  $("code").alt = text("code");
  $("phone-address").href = $("phone-address").textContent = first.address;
  $("phone-others").replaceChildren(
    ...others.map(({ address, through }) => element("li", { className: "hint" }, `${address} ${through}`)),
  );
  $("phone-hint").textContent = phone.hint;
  if (!$("phone").open) $("phone").showModal();
}

$("phone-shut").addEventListener("click", async () => {
  await ask("api/phone", "DELETE").catch((refused) => say(refused.message));
  $("phone").close();
});
