// A blast radius as a tree for the terminal and as a flowchart. Pure. What has been shown is named again
// and not shown again; without colours no word is missing.

import { escapeLabel } from '../../../gateway/causes/mermaid.ts';
import type { BlastLeadView, BlastNodeView, BlastView } from '../../http/contract/blast.ts';
import { counted } from './counted.ts';
import { excerpt, printable } from './printable.ts';
import type { Style } from './style.ts';

const EXCERPT = 100;

export function renderBlast({ root, policy, nodes, reach, unheld }: BlastView, style: Style): string {
  const byKey = new Map(nodes.map((node) => [node.key, node]));
  const shown = new Set<string>();
  const lines = (node: BlastNodeView, indent: string): string[] =>
    node.leads.flatMap((lead, place) => {
      const isLast = place === node.leads.length - 1;
      const to = byKey.get(lead.to);
      if (to === undefined) return [];
      const isAgain = shown.has(looksOf(to)) && to.leads.length > 0;
      shown.add(looksOf(to));
      const line = `${indent}${isLast ? '└─ ' : '├─ '}${describeLead(lead, to, style)}`;
      if (isAgain) return [`${line} ${style.faint('(shown above)')}`];
      return [line, ...lines(to, `${indent}${isLast ? '   ' : '│  '}`)];
    });
  const top = byKey.get(root)!;
  shown.add(looksOf(top));
  const first = { to: root, trigger: null, policy, needsPerson: false };
  const mark = policy === null ? '' : `${markOf(first, style)} `;
  const name = style.strong(`${top.kind} ${printable(top.name)}`);
  return [
    `${mark}${name}${tailOf(top, style)}${whyOf(first, style)}`,
    ...lines(top, ''),
    '',
    `reaches ${reachWords(reach)}`,
    `with nobody in between: ${reachWords(unheld)}`,
  ].join('\n');
}

/** Equal for what would be shown alike: a workflow as one of its agents may be the same as another's. */
function looksOf({ kind, name, leads }: BlastNodeView): string {
  return JSON.stringify([kind, name, leads]);
}

function describeLead(lead: BlastLeadView, to: BlastNodeView, style: Style): string {
  const kind = to.kind === 'tool' || to.kind === 'outside' ? '' : `${to.kind} `;
  const name = `${markOf(lead, style)} ${kind}${printable(to.name)}`;
  return `${name}${tailOf(to, style)}${whyOf(lead, style)}`;
}

/** ✓ runs, ⏸ waits for people, ✗ is denied, ? one of these, → nobody is asked. */
function markOf({ policy, needsPerson }: BlastLeadView, style: Style): string {
  if (needsPerson) return style.wait('⏸');
  switch (policy?.verdict) {
    case undefined:
      return '→';
    case 'permit':
      return style.good('✓');
    case 'hold':
      return style.wait('⏸');
    case 'deny':
      return style.bad('✗');
    case 'depends':
      return style.wait('?');
  }
}

function tailOf({ kind, effects, egress, output, obstacle, words }: BlastNodeView, style: Style): string {
  const facts = [
    effects.join(', '),
    egress === 'none' ? '' : `egress ${egress}`,
    output === null ? '' : [output.sensitivity, ...output.categories].join(' '),
    kind === 'tool' || words === '' ? '' : excerpt(words, EXCERPT),
  ].filter((fact) => fact !== '');
  const stopped = obstacle === null ? '' : ` ${style.bad(`[${obstacle.replaceAll('-', ' ')}]`)}`;
  return `${facts.length === 0 ? '' : style.faint(` · ${printable(facts.join(' · '))}`)}${stopped}`;
}

function whyOf({ trigger, policy, needsPerson }: BlastLeadView, style: Style): string {
  const asked = policy?.among.includes('hold') ? ` asks ${policy.approvers.join(' and ')}` : '';
  const said = {
    none: '',
    permit: '',
    hold: `held:${asked}`,
    deny: 'denied',
    depends: `${policy?.among.join(', ')}: depends on arguments and what came before${asked && `;${asked}`}`,
  }[policy?.verdict ?? 'none'];
  const by = trigger === null ? '' : `set off by ${excerpt(trigger.name, EXCERPT)}`;
  const words = trigger === null || trigger.words === '' ? '' : `: ${excerpt(trigger.words, EXCERPT)}`;
  const only = trigger?.isConditional ? ' (with some arguments)' : '';
  const parts = [`${by}${words}${only}`, needsPerson ? 'a person opens the task' : '', said];
  const told = parts.filter((part) => part !== '').join('; ');
  return told === '' ? '' : `  ${style.faint(printable(told))}`;
}

function reachWords({ tools, effects, egress, categories }: BlastView['reach']): string {
  const what = effects.length === 0 ? 'no effects' : effects.join(', ');
  const far = egress === 'none' ? 'stays inside' : `egress ${egress}`;
  const data = categories.length === 0 ? '' : `; data: ${categories.map(printable).join(', ')}`;
  return `${counted(tools, 'tool')}: ${what}; ${far}${data}`;
}

/** A Mermaid flowchart: dashed where people stand in between, crossed where policy denies. */
export function blastMermaid({ nodes }: BlastView): string {
  const ids = new Map(nodes.map(({ key }, place) => [key, `n${place}`]));
  const label = ({ kind, name, effects }: BlastNodeView): string =>
    escapeLabel([kind, name, effects.join(' ')].filter((part) => part !== '').join(' · '));
  return [
    'flowchart LR',
    ...nodes.map((node) => `  ${ids.get(node.key)}["${label(node)}"]`),
    ...nodes.flatMap(({ key, leads }) =>
      leads.map((lead) => `  ${ids.get(key)} ${arrowOf(lead)} ${ids.get(lead.to)}`),
    ),
    '',
  ].join('\n');
}

function arrowOf({ policy, trigger, needsPerson }: BlastLeadView): string {
  const asks = policy?.among.includes('permit') ? 'permit or hold' : 'held';
  const held = policy?.among.includes('hold') ? `${asks}: ${policy.approvers.join(' ')}` : '';
  const words = [trigger?.name ?? '', needsPerson ? 'person' : '', held].filter((word) => word !== '');
  const text = words.length === 0 ? '' : `|"${escapeLabel(words.join(' · '))}"|`;
  if (policy?.verdict === 'deny') return `--x${text}`;
  return needsPerson || policy?.verdict === 'hold' ? `-.->${text}` : `-->${text}`;
}
