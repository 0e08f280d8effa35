// Where the server is: named in the settings, on the PATH, or in a Python environment of the extension's own.
import { execFile } from "node:child_process";
import { access } from "node:fs/promises";
import * as path from "node:path";
import { promisify } from "node:util";
import * as vscode from "vscode";

const run = promisify(execFile);
const windows = process.platform === "win32";

/** The environment that `install` makes, and the program in it. */
export function ownEnvironment(context: vscode.ExtensionContext): { folder: string; program: string } {
  const folder = path.join(context.globalStorageUri.fsPath, "server");
  return { folder, program: path.join(folder, windows ? "Scripts" : "bin", windows ? "slm-lsp.exe" : "slm-lsp") };
}

/** The program to start, or undefined where there is none yet. */
export async function find(context: vscode.ExtensionContext): Promise<string | undefined> {
  const named = vscode.workspace.getConfiguration("slm-lsp-server").get<string | null>("path");
  if (named) {
    return named;
  }
  for (const candidate of ["slm-lsp", ownEnvironment(context).program]) {
    try {
      // Windows looks for a program in the working directory first, which may be a project's.
      await run(candidate, ["--version"], { cwd: context.extensionPath });
      return candidate;
    } catch {
      // not there, or not runnable: the next
    }
  }
  return undefined;
}

async function python(): Promise<string> {
  for (const candidate of windows ? ["py", "python"] : ["python3", "python"]) {
    try {
      const { stdout } = await run(candidate, ["-I", "-c", "import sys; print(sys.version_info >= (3, 10))"]);
      if (stdout.trim() === "True") {
        return candidate;
      }
    } catch {
      // the next
    }
  }
  throw new Error("Python 3.10 or newer is needed and was not found. Install Python, then run “slm-lsp: Install the Server”.");
}

/** Makes the environment and installs the server into it. The only thing here that uses the network. */
export async function install(context: vscode.ExtensionContext): Promise<string> {
  const { folder, program } = ownEnvironment(context);
  const what = vscode.workspace.getConfiguration("slm-lsp-server").get<string | null>("package") || "slm-lsp";
  await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: "Installing slm-lsp", cancellable: false },
    async (progress) => {
      await vscode.workspace.fs.createDirectory(context.globalStorageUri);
      progress.report({ message: "a Python environment" });
      await run(await python(), ["-I", "-m", "venv", folder]);
      progress.report({ message: "the server and its model (about 100 MB)" });
      const pip = path.join(folder, windows ? "Scripts" : "bin", "pip");
      await run(pip, ["install", "--upgrade", "--disable-pip-version-check", what], { maxBuffer: 1 << 24 });
      await access(program);
    },
  );
  return program;
}
