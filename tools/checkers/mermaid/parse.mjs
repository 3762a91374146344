// Reads a JSON array of Mermaid diagrams and writes one of what Mermaid's own parser found in each: its type, its nodes with
// their texts, shapes and classes, and its edges; or the error. Without a document, Mermaid does not even parse.
import { readFileSync } from 'node:fs';
import { JSDOM } from 'jsdom';

const { window } = new JSDOM('');
Object.assign(globalThis, { window, document: window.document });
const { default: mermaid } = await import('mermaid');
mermaid.initialize({ startOnLoad: false, securityLevel: 'strict' });

// Mermaid writes the number of a character so, between reading and drawing it.
const decoded = text => text.replace(/<br\s*\/?>/g, '\n').replace(/ﬂ°°(\d+)¶ß/g, (_, n) => String.fromCodePoint(n));

async function parsed(source) {
  try {
    const { type, db } = await mermaid.mermaidAPI.getDiagramFromText(source);
    const nodes = [...db.getVertices().values()].map(node => ({
      id: node.id, text: decoded(node.text), shape: node.type, classes: node.classes, link: node.link ?? '',
    }));
    return { type, nodes, edges: db.getEdges().map(e => ({ from: e.start, to: e.end, text: decoded(e.text) })) };
  } catch (error) {
    return { error: String(error) };
  }
}

const results = [];
for (const source of JSON.parse(readFileSync(0, 'utf8'))) {
  results.push(await parsed(source));
}
process.stdout.write(JSON.stringify(results));
