// Rewrites: a tone is chosen, the rewrite is shown as a diff, and only then made.
import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import { CodeActionRequest, CodeActionResolveRequest, type CodeAction, type WorkspaceEdit } from "vscode-languageclient/node";

const TONES: Record<string, string> = {
  formal: "More formal",
  friendly: "Friendlier",
  concise: "Shorter",
  plain: "In plain words",
  confident: "More confident",
};
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

/** Asks for a tone, shows what the rewrite would change, and makes it when the writer says so. */
export async function rewrite(client: LanguageClient, previews: Previews): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  if (!editor) {
    return;
  }
  const choice = await vscode.window.showQuickPick(
    Object.entries(TONES).map(([tone, label]) => ({ label, tone })),
    { placeHolder: editor.selection.isEmpty ? "Rewrite this sentence" : "Rewrite the selection" },
  );
  if (!choice) {
    return;
  }
  const { document, selection } = editor;
  const version = document.version;
  const edits = await edited(client, document, selection, choice.tone);
  if (edits.length === 0) {
    return; // the server has said why
  }
  const preview = previews.put(document.uri, applied(document, edits));
  const title = `${vscode.workspace.asRelativePath(document.uri)}: ${choice.label.toLowerCase()}`;
  await vscode.commands.executeCommand("vscode.diff", document.uri, preview, title, { preview: true });
  const answer = await vscode.window.showInformationMessage(`Rewrite: ${choice.label.toLowerCase()}?`, "Apply", "Discard");
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

async function edited(
  client: LanguageClient, document: vscode.TextDocument, range: vscode.Range, tone: string,
): Promise<vscode.TextEdit[]> {
  const actions = await client.sendRequest(CodeActionRequest.type, {
    textDocument: client.code2ProtocolConverter.asTextDocumentIdentifier(document),
    range: client.code2ProtocolConverter.asRange(range),
    context: { diagnostics: [], only: [`refactor.rewrite.${tone}`] },
  });
  const action = (actions ?? []).find((one): one is CodeAction => "kind" in one && one.kind === `refactor.rewrite.${tone}`);
  if (!action) {
    void vscode.window.showInformationMessage("There is no sentence here to rewrite.");
    return [];
  }
  const resolved = action.edit ? action : await client.sendRequest(CodeActionResolveRequest.type, action);
  return resolved.edit ? (await textEdits(client, resolved.edit)) : [];
}

async function textEdits(client: LanguageClient, edit: WorkspaceEdit): Promise<vscode.TextEdit[]> {
  const converted = await client.protocol2CodeConverter.asWorkspaceEdit(edit);
  return converted ? converted.entries().flatMap(([, edits]) => edits) : [];
}

function applied(document: vscode.TextDocument, edits: vscode.TextEdit[]): string {
  let text = document.getText();
  for (const edit of [...edits].sort((a, b) => document.offsetAt(b.range.start) - document.offsetAt(a.range.start))) {
    text = text.slice(0, document.offsetAt(edit.range.start)) + edit.newText + text.slice(document.offsetAt(edit.range.end));
  }
  return text;
}

async function closeDiff(preview: vscode.Uri): Promise<void> {
  for (const tab of vscode.window.tabGroups.all.flatMap((group) => group.tabs)) {
    if (tab.input instanceof vscode.TabInputTextDiff && tab.input.modified.toString() === preview.toString()) {
      await vscode.window.tabGroups.close(tab);
    }
  }
}
