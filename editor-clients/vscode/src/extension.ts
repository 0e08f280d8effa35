// slm-lsp in VS Code: starts the server, shows how it is, and has the commands.
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import * as vscode from "vscode";
import { LanguageClient, State, type LanguageClientOptions, type ServerOptions } from "vscode-languageclient/node";
import { Previews, rewrite } from "./rewrite";
import { find, install } from "./server";
import { models } from "./text";

const LANGUAGES = [
  "markdown", "mdx", "quarto", "rmd", "markdown_latex_combined", "latex", "tex", "typst", "restructuredtext",
  "asciidoc", "org", "html", "git-commit", "plaintext", "python", "javascript", "javascriptreact", "typescript",
  "typescriptreact", "rust", "go", "c", "cpp", "java", "lua", "shellscript",
];

let client: LanguageClient | undefined;
let program: string | undefined;
let paused = false;
let status: vscode.StatusBarItem;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  status = vscode.window.createStatusBarItem("slm-lsp.status", vscode.StatusBarAlignment.Right, 50);
  status.name = "slm-lsp";
  status.command = "slm-lsp.editor.status";
  context.subscriptions.push(status);
  const previews = Previews.register(context);
  const command = (name: string, work: () => unknown) =>
    context.subscriptions.push(vscode.commands.registerCommand(`slm-lsp.editor.${name}`, work));
  command("rewrite", () => client && rewrite(client, previews));
  command("pause", pause);
  command("check", () => {
    const uri = vscode.window.activeTextEditor?.document.uri;
    return uri && ask("check", client?.code2ProtocolConverter.asUri(uri));
  });
  command("addWord", addWord);
  command("memory", showMemory);
  command("model", chooseModel);
  command("install", async () => restart(context, await install(context)));
  command("restart", () => restart(context));
  command("status", showStatus);
  await restart(context);
}

export async function deactivate(): Promise<void> {
  await client?.stop();
}

async function restart(context: vscode.ExtensionContext, installed?: string): Promise<void> {
  await client?.stop();
  client = undefined;
  show("$(loading~spin) slm", "slm-lsp is starting");
  program = installed ?? (await find(context));
  if (!program) {
    show("$(warning) slm", "The slm-lsp server is not installed");
    void offerInstall();
    return;
  }
  const server: ServerOptions = { command: program, args: ["serve"] };
  const options: LanguageClientOptions = {
    documentSelector: LANGUAGES.flatMap((language) => [
      { scheme: "file", language },
      { scheme: "untitled", language },
    ]),
    synchronize: { configurationSection: "slm-lsp" },
    middleware: {
      handleWorkDoneProgress: (token, params, next) => {
        if (params.kind === "begin") {
          show("$(sync~spin) slm", `slm-lsp: ${params.title}`);
        } else if (params.kind === "end") {
          void describe();
        }
        next(token, params);
      },
    },
    initializationOptions: () => vscode.workspace.getConfiguration("slm-lsp"),
  };
  client = new LanguageClient("slm-lsp", "slm-lsp", server, options);
  client.onDidChangeState(({ newState }) => {
    void vscode.commands.executeCommand("setContext", "slm-lsp.running", newState === State.Running);
    if (newState === State.Stopped) {
      show("$(error) slm", "slm-lsp has stopped; click for more");
    }
  });
  try {
    await client.start();
    await describe();
  } catch (error) {
    show("$(error) slm", "slm-lsp could not be started");
    void vscode.window.showErrorMessage(`slm-lsp could not be started: ${String(error)}`);
  }
}

async function offerInstall(): Promise<void> {
  const answer = await vscode.window.showInformationMessage(
    "slm-lsp needs its server, a Python program that runs on this machine only. Install it into the extension's own folder?",
    "Install", "I have it elsewhere",
  );
  if (answer === "Install") {
    await vscode.commands.executeCommand("slm-lsp.editor.install");
  } else if (answer) {
    await vscode.commands.executeCommand("workbench.action.openSettings", "slm-lsp-server.path");
  }
}

interface Status {
  version: string;
  model: string | null;
  backend: string | null;
  why: string | null;
}

function ask<T>(command: string, ...args: unknown[]): Promise<T | undefined> {
  if (!client?.isRunning()) {
    return Promise.resolve(undefined);
  }
  return client.sendRequest<T>("workspace/executeCommand", { command: `slm-lsp.${command}`, arguments: args });
}

function show(text: string, tooltip: string): void {
  status.text = text;
  status.tooltip = tooltip;
  status.show();
}

async function describe(): Promise<void> {
  const now = await ask<Status>("status");
  if (!now) {
    return;
  }
  if (paused) {
    show("$(debug-pause) slm", "Ghost text is paused");
    return;
  }
  const model = now.model ? `model ${now.model} on ${now.backend}` : `no model: ${now.why}`;
  show(now.model ? "$(check) slm" : "$(warning) slm", `slm-lsp ${now.version}, ${model}. Nothing leaves this machine.`);
}

async function pause(): Promise<void> {
  paused = (await ask<boolean>("pauseGhostText")) ?? false;
  await describe();
}

async function showStatus(): Promise<void> {
  if (!client?.isRunning()) {
    await vscode.commands.executeCommand("slm-lsp.editor.restart");
    return;
  }
  await describe();
  const choice = await vscode.window.showQuickPick(
    [
      { label: "$(debug-pause) Pause or resume ghost text", command: "pause" },
      { label: "$(sync) Check now", command: "check" },
      { label: "$(book) Show what is remembered", command: "memory" },
      { label: "$(package) Choose a model…", command: "model" },
      { label: "$(debug-restart) Restart the server", command: "restart" },
    ],
    { placeHolder: String(status.tooltip) },
  );
  if (choice) {
    await vscode.commands.executeCommand(`slm-lsp.editor.${choice.command}`);
  }
}

async function output(...args: string[]): Promise<string> {
  if (!program) {
    throw new Error("The slm-lsp server is not installed.");
  }
  return (await promisify(execFile)(program, args, { maxBuffer: 1 << 24 })).stdout;
}

async function addWord(): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  const range = editor && (editor.selection.isEmpty ? editor.document.getWordRangeAtPosition(editor.selection.active) : editor.selection);
  if (!editor || !range || !client) {
    return;
  }
  const word = editor.document.getText(range);
  await ask("addWordToUserDictionary", client.code2ProtocolConverter.asUri(editor.document.uri), word);
  void vscode.window.setStatusBarMessage(`“${word}” is in your dictionary.`, 4000);
}

async function showMemory(): Promise<void> {
  const content = await output("memory", "show");
  await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ content, language: "log" }));
}

async function chooseModel(): Promise<void> {
  const items = models(await output("models", "list")).map(({ name, used, ready, about }) => ({
    label: name, description: used ? "in use" : ready ? "ready" : "not pulled", detail: about, ready,
  }));
  const choice = await vscode.window.showQuickPick(items, { placeHolder: "The model that reads and writes", matchOnDetail: true });
  if (!choice) {
    return;
  }
  if (!choice.ready) {
    const title = `Fetching ${choice.label}`;
    await vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title }, () => output("models", "pull", choice.label));
  }
  const configuration = vscode.workspace.getConfiguration("slm-lsp");
  await configuration.update("model", choice.label, vscode.ConfigurationTarget.Global);
  await vscode.commands.executeCommand("slm-lsp.editor.restart");
}
