import assert from "node:assert/strict";
import { test } from "node:test";
import { applied, capital, models, type Edit } from "../src/text";

const at = (start: number, end: number, newText: string): Edit => ({
  range: { start: { line: 0, character: start }, end: { line: 0, character: end } },
  newText,
});
const offsetAt = (position: { character: number }) => position.character;

test("edits are made from the end, in whatever order they come", () => {
  const edits = [at(3, 15, "to"), at(0, 2, "He")];
  assert.equal(applied("We in order to go.", [at(3, 14, "to")], offsetAt), "We to go.");
  assert.equal(applied("We  in order to go.", edits, offsetAt), "He to go.");
  assert.equal(applied("We  in order to go.", edits.reverse(), offsetAt), "He to go.");
  assert.equal(applied("same", [], offsetAt), "same");
});

test("insertions go where they point", () => {
  assert.equal(applied("a, b and c", [at(4, 4, ",")], offsetAt), "a, b, and c");
});

test("the list of models is read", () => {
  const output = [
    "* embedded      ready       the model that ships with slm-lsp",
    "  qwen3-0.6b    not pulled  639 MB, Apache-2.0, the smallest that follows instructions well",
    "",
    "something else",
  ].join("\n");
  assert.deepEqual(models(output), [
    { name: "embedded", used: true, ready: true, about: "the model that ships with slm-lsp" },
    { name: "qwen3-0.6b", used: false, ready: false, about: "639 MB, Apache-2.0, the smallest that follows instructions well" },
  ]);
});

test("labels begin with a capital", () => {
  assert.equal(capital("in fewer words"), "In fewer words");
  assert.equal(capital(""), "");
});
