import { assert, property, string } from 'fast-check';
import { expect, it } from 'vitest';
import { buildGraph, type CausalGraph, type GraphNode } from './causal-graph.ts';
import { toMermaid } from './mermaid.ts';
import { findRelated } from './related.ts';
import { readsOver, sampleRecords } from './sample-records.contract.ts';

/** The part of Mermaid's grammar of flowcharts that is used, line by line. */
const LABEL = String.raw`\["(?:[A-Za-z0-9 ._/@·-]|#[0-9]+;)*"\]`;
const GRAMMAR = {
  open: new RegExp(`^  subgraph (s[0-9]+)${LABEL}$`),
  inside: new RegExp(`^    (r[0-9]+)${LABEL}$`),
  close: /^ {2}end$/,
  arrow: /^ {2}(r[0-9]+) --> (r[0-9]+)$/,
  note: new RegExp(`^  (c[0-9]+)${LABEL}$`),
};

/** Throws where a line is none of the grammar's, a box is not closed or an arrow leads to no node. */
function parse(text: string): { readonly boxes: Map<string, string[]>; readonly arrows: string[][] } {
  const boxes = new Map<string, string[]>();
  const arrows: string[][] = [];
  let open: string[] | null = null;
  const [head, ...lines] = text.split('\n');
  if (head !== 'flowchart TD' || lines.pop() !== '') throw new Error('no flowchart');
  for (const line of lines) {
    const box = GRAMMAR.open.exec(line)?.[1];
    const node = GRAMMAR.inside.exec(line)?.[1];
    const arrow = GRAMMAR.arrow.exec(line);
    if (box !== undefined && open === null) boxes.set(box, (open = []));
    else if (node !== undefined && open !== null) open.push(node);
    else if (GRAMMAR.close.test(line) && open !== null) open = null;
    else if (arrow !== null && open === null) arrows.push(arrow.slice(1));
    else if (!GRAMMAR.note.test(line) || open !== null) throw new Error(`not in the grammar: ${line}`);
  }
  const nodes = new Set([...boxes.values()].flat());
  if (open !== null || arrows.flat().some((end) => !nodes.has(end))) throw new Error('not whole');
  return { boxes, arrows };
}

const sample = sampleRecords();
const graph = buildGraph((await findRelated(readsOver(sample.events), sample.first))!);

it('has a box for each stream, a node for each record and an arrow for each cause', () => {
  const { boxes, arrows } = parse(toMermaid(graph));
  expect([...boxes.values()].flat()).toHaveLength(graph.nodes.length);
  expect(boxes.size).toBe(new Set(graph.nodes.map(({ stream }) => stream)).size);
  expect(arrows).toHaveLength(graph.edges.length);
});

it('names each record by its place, what it is about, and who', () => {
  const node: GraphNode = { ...graph.nodes[1]!, seq: 7, type: 'action-permitted', subject: 'crm/write' };
  const one: CausalGraph = { ...graph, nodes: [{ ...node, actor: { kind: 'agent', id: 'bot' } }], edges: [] };
  expect(toMermaid(one)).toBe(
    [
      'flowchart TD',
      `  subgraph s0["task/${sample.first}"]`,
      '    r7["7 · action-permitted · crm/write · agent bot"]',
      '  end',
      '',
    ].join('\n'),
  );
});

it('shows where it was cut', () => {
  const text = toMermaid({ ...graph, cuts: [{ part: 'downstream', records: 20_000 }] });
  parse(text);
  expect(text).toContain('c0["downstream#58; cut after 20000 records"]');
});

it('says no word that a record only commits to', () => {
  const text = toMermaid(graph);
  expect(text).not.toContain('hmac');
  expect(text).not.toContain('click');
});

it('is a flowchart whatever an agent calls its tools', () => {
  assert(
    property(string({ unit: 'binary', maxLength: 300 }), (subject) => {
      parse(toMermaid({ ...graph, nodes: [{ ...graph.nodes[0]!, subject }], edges: [] }));
    }),
  );
  const evil = '"]; click r0 call alert() %%{init: {}}%%\n end <b>`x`</b> &quot; #quot;';
  const text = toMermaid({ ...graph, nodes: [{ ...graph.nodes[0]!, subject: evil }], edges: [] });
  expect(text).toContain('#34;#93;#59; click r0 call alert#40;#41; #37;#37;#123;init#58;');
});
