// What needs nothing of VS Code, and is tested without it.

/** A place in a text is a line and a column, as VS Code counts them. */
export interface Edit {
  range: { start: { line: number; character: number }; end: { line: number; character: number } };
  newText: string;
}

/** A text after edits that do not overlap; `offsetAt` gives a position's place in it. */
export function applied(text: string, edits: Edit[], offsetAt: (position: Edit["range"]["start"]) => number): string {
  for (const { range, newText } of [...edits].sort((a, b) => offsetAt(b.range.start) - offsetAt(a.range.start))) {
    text = text.slice(0, offsetAt(range.start)) + newText + text.slice(offsetAt(range.end));
  }
  return text;
}

export interface Model {
  name: string;
  used: boolean;
  ready: boolean;
  about: string;
}

/** The rows of `slm-lsp models list`. */
export function models(output: string): Model[] {
  return output.split("\n").flatMap((row) => {
    const [, used, name, state, about] = /^(\*| ) (\S+)\s+(ready|not pulled)\s+(.*)$/.exec(row) ?? [];
    return name ? [{ name, used: used === "*", ready: state === "ready", about: about ?? "" }] : [];
  });
}

/** "in fewer words" as a menu shows it. */
export function capital(label: string): string {
  return label.charAt(0).toUpperCase() + label.slice(1);
}
