// VS Code itself, in a browser: node vscode.mjs ADDRESS BROWSER FOLDER. Does with keys what a writer does in the
// draft that FOLDER holds, takes pictures on the way, and prints what it saw as JSON.
import { createRequire } from "node:module";
import * as path from "node:path";

const require = createRequire(path.join(process.env.EDITORS, "package.json"));
const { chromium } = require("playwright-core");
const [address, executablePath, folder] = process.argv.slice(2);
const seen = {};

const browser = await chromium.launch({
  executablePath,
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
const page = await browser.newPage({ viewport: { width: 1100, height: 640 } });
const shot = (name) => page.screenshot({ path: path.join(folder, `${name}.png`) });
const text = () => page.locator(".view-lines").first().innerText().then((t) => t.replaceAll("\u00a0", " "));
const SQUIGGLE = ".squiggly-info, .squiggly-warning, .squiggly-hint, .squiggly-error";
const squiggles = () => page.locator(SQUIGGLE).count();

async function until(what, condition, seconds = 40) {
  for (const end = Date.now() + seconds * 1000; Date.now() < end; ) {
    const value = await condition();
    if (value) {
      return value;
    }
    await page.waitForTimeout(100);
  }
  await shot("failed");
  throw new Error(`never happened: ${what}; ${await text().catch(() => "no text")}`);
}

// Quick-open a file, and wait until the editor has the focus.
async function open(name) {
  await page.keyboard.press("Control+P");
  await page.locator(".quick-input-widget input").first().waitFor();
  await page.keyboard.type(name);
  await page.locator(".quick-input-list .monaco-list-row").filter({ hasText: name }).first().waitFor();
  await page.keyboard.press("Enter");
  await until("focus", () => page.evaluate(() => document.activeElement?.className.includes("native-edit-context")));
}

async function line(number, column) {
  await page.keyboard.press("Control+G");
  await page.locator(".quick-input-widget input").first().waitFor();
  await page.keyboard.type(`${number}:${column}`); // the colon before them is there
  await page.keyboard.press("Enter");
  await page.waitForTimeout(300);
}

async function menu() {
  for (let tries = 0; tries < 8; tries++) {
    await page.keyboard.press("Control+.");
    const items = page.locator(".action-widget .action-item, .action-widget .monaco-list-row");
    if (await items.first().waitFor({ timeout: 3000 }).then(() => true, () => false)) {
      return items;
    }
  }
  await shot("failed");
  throw new Error("no menu");
}

try {
  await page.goto(address);
  await page.locator(".monaco-workbench").waitFor({ timeout: 60000 });
  await page.waitForTimeout(2000);
  await open("draft.md");
  const began = Date.now();
  if (process.env.FRESH) {
    // No server is there yet: the writer says yes to the extension's offer.
    const install = page.locator(".notification-toast .monaco-button").filter({ hasText: "Install" });
    await install.first().waitFor({ timeout: 60000 });
    await install.first().click();
    await until("squiggles", squiggles, 300);
    console.log(JSON.stringify({ secondsToSquiggles: (Date.now() - began) / 1000 }));
    await browser.close();
    process.exit(0);
  }
  await until("squiggles", squiggles, 90);
  seen.secondsToSquiggles = (Date.now() - began) / 1000;
  // The rules' come first; a word that may be a name waits for what the model says of it.
  seen.squiggles = await until("what the model says", async () => (await squiggles()) > 2 && squiggles());
  await line(1, 6);
  const word = await page.locator(SQUIGGLE).first().boundingBox();
  await page.mouse.move(word.x + word.width / 2, word.y + word.height / 2, { steps: 5 });
  await page.locator(".monaco-hover:visible").first().waitFor({ timeout: 15000 });
  seen.hover = await page.locator(".monaco-hover:visible").first().innerText();
  await shot("hover");
  seen.warnings = await page.locator(".notification-toast").filter({ hasText: "slm-lsp" }).allInnerTexts();
  await page.mouse.move(5, 300);
  await page.keyboard.press("Escape");

  let items = await menu();
  seen.menu = await items.allInnerTexts();
  await shot("quick-fix");
  await page.keyboard.press("Enter"); // the first
  seen.fixed = await until("a fix", async () => (await text()).includes("finally") && (await text()));

  await line(1, 29);
  items = await menu();
  await items.filter({ hasText: "to your dictionary" }).first().click();
  await until("a word known", async () => (await squiggles()) < seen.squiggles - 1);

  await line(5, 1);
  await page.keyboard.type("There are a number of peo", { delay: 60 });
  seen.ghost = await until("ghost text", () => page.locator(".ghost-text-decoration, .ghost-text").first().innerText().catch(() => ""));
  await shot("ghost-text");
  await page.keyboard.press("Tab");
  seen.taken = await until("ghost text taken", async () => (await text()).includes("number of people") && (await text()));

  await line(3, 5);
  await page.keyboard.press("Control+Alt+R");
  await page.locator(".quick-input-list .monaco-list-row").first().waitFor();
  await page.waitForTimeout(500); // it fades in
  await shot("tones");
  await page.keyboard.type("In fewer words");
  await page.keyboard.press("Enter");
  await page.locator(".notification-toast").filter({ hasText: "Rewrite" }).waitFor({ timeout: 30000 });
  await page.waitForTimeout(800);
  await shot("rewrite");
  await page.locator(".notification-toast .monaco-button").filter({ hasText: "Apply" }).click();
  // Read once: between two readings the draft takes the place of the difference.
  seen.rewritten = await until("a rewrite", async () => {
    const now = await text();
    return now.includes("number of people") && !now.includes("in order to") && now;
  });
  await page.keyboard.press("Control+S");
  await page.waitForTimeout(500);
  seen.status = await page.locator(".statusbar-item").filter({ hasText: "slm" }).first().innerText();
  console.log(JSON.stringify(seen));
} catch (error) {
  await shot("failed");
  console.log(JSON.stringify(seen));
  console.error(String(error));
  process.exitCode = 1;
} finally {
  await browser.close();
}
