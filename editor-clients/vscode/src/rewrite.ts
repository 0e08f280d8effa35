// Rewrites: a tone is chosen, the rewrite is shown as a diff, and only then made.
import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import { LSPErrorCodes, ResponseError, type TextEdit } from "vscode-languageclient";
import { applied, capital } from "./text";

const SCHEME = "slm-lsp-rewrite";

/** Serves the rewritten text to the diff. */
export class Previews implements vscode.TextDocumentContentProvider {
  private readonly texts = new Map<string, string>();

  static register(context: vscode.ExtensionContext): Previews {
    const previews = new Previews();
    context.subscriptions.push(vscode.workspace.registerTextDocumentContentProvider(SCHEME, previews));
    return previews;
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.texts.get(uri.toString()) ?? "";
  }

  put(source: vscode.Uri, text: string): vscode.Uri {
    const uri = vscode.Uri.from({ scheme: SCHEME, path: source.path, query: String(this.texts.size) });
    this.texts.set(uri.toString(), text);
    return uri;
  }

  forget(uri: vscode.Uri): void {
    this.texts.delete(uri.toString());
  }
}

interface Way {
  name: string;
  label: string;
  able: boolean;
}

type Edits = vscode.TextEdit[];

/** Asks how, shows what the rewrite would change, and makes it when the writer says so. */
export async function rewrite(client: LanguageClient, previews: Previews): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  if (!editor) {
    return;
  }
  const { document, selection } = editor;
  const how = await askHow(client, selection.isEmpty ? "Rewrite this sentence" : "Rewrite the selection");
  if (!how) {
    return;
  }
  const version = document.version;
  const edits = await choose(document, selection, await candidates(client, document, selection, how.name));
  if (!edits) {
    return; // the server has said why, or the writer thought better of it
  }
  const preview = previews.put(document.uri, after(document, edits));
  const title = `${vscode.workspace.asRelativePath(document.uri)}: ${how.label}`;
  await vscode.commands.executeCommand("vscode.diff", document.uri, preview, title, { preview: true });
  const answer = await vscode.window.showInformationMessage(`Rewrite: ${how.label}?`, "Apply", "Discard");
  await closeDiff(preview);
  previews.forget(preview);
  if (answer !== "Apply") {
    return;
  }
  if (document.version !== version) {
    void vscode.window.showWarningMessage("The text has changed since; ask for the rewrite again.");
    return;
  }
  const whole = new vscode.WorkspaceEdit();
  whole.set(document.uri, edits);
  await vscode.workspace.applyEdit(whole);
  await vscode.window.showTextDocument(document);
}

function run<T>(client: LanguageClient, command: string, ...args: unknown[]): Promise<T> {
  return client.sendRequest<T>("workspace/executeCommand", { command: `slm-lsp.${command}`, arguments: args });
}

/** The way the writer chooses, or their own words for one. */
async function askHow(client: LanguageClient, placeHolder: string): Promise<{ name: string; label: string } | undefined> {
  const ways = await run<Way[]>(client, "waysToRewrite");
  const items = ways.map(({ name, label, able }) => ({
    label: capital(label), name, able, description: able ? "" : "needs a larger model",
  }));
  const own = { label: "In your own words…", name: "", able: true, description: "" };
  const choice = await vscode.window.showQuickPick([...items, own], { placeHolder });
  if (!choice) {
    return undefined;
  }
  if (!choice.able) {
    await vscode.commands.executeCommand("slm-lsp.editor.model");
    return undefined;
  }
  if (choice.name) {
    return { name: choice.name, label: choice.label.toLowerCase() };
  }
  const words = await vscode.window.showInputBox({ prompt: "How should it be rewritten?", placeHolder: "as a polite question" });
  return words?.trim() ? { name: words, label: words } : undefined;
}

async function candidates(client: LanguageClient, document: vscode.TextDocument, range: vscode.Range, how: string): Promise<Edits[]> {
  const { code2ProtocolConverter, protocol2CodeConverter } = client;
  const uri = code2ProtocolConverter.asUri(document.uri);
  let found: TextEdit[][];
  try {
    found = await run<TextEdit[][]>(client, "rewriteCandidates", uri, code2ProtocolConverter.asRange(range), how);
  } catch (error) {
    if (error instanceof ResponseError && error.code === LSPErrorCodes.ContentModified) {
      void vscode.window.showWarningMessage("The text has changed since; ask for the rewrite again.");
      return [];
    }
    throw error;
  }
  return Promise.all(found.map((edits) => protocol2CodeConverter.asTextEdits(edits)));
}

/** One of several candidates, shown as the text they would leave; the only one where there is one. */
async function choose(document: vscode.TextDocument, range: vscode.Range, found: Edits[]): Promise<Edits | undefined> {
  if (found.length < 2) {
    return found[0];
  }
  const items = found.map((edits) => {
    const changed = edits.map((edit) => edit.range).concat(range);
    const whole = changed.reduce((a, b) => a.union(b));
    const line = document.lineAt(whole.end.line);
    const rest = document.getText().length - document.offsetAt(line.range.end);
    const text = after(document, edits);
    const label = text.slice(document.offsetAt(document.lineAt(whole.start.line).range.start), text.length - rest);
    return { label, edits };
  });
  return (await vscode.window.showQuickPick(items, { placeHolder: "Choose one" }))?.edits;
}

function after(document: vscode.TextDocument, edits: Edits): string {
  return applied(document.getText(), edits, (position) => document.offsetAt(new vscode.Position(position.line, position.character)));
}

async function closeDiff(preview: vscode.Uri): Promise<void> {
  for (const tab of vscode.window.tabGroups.all.flatMap((group) => group.tabs)) {
    if (tab.input instanceof vscode.TabInputTextDiff && tab.input.modified.toString() === preview.toString()) {
      await vscode.window.tabGroups.close(tab);
    }
  }
}
