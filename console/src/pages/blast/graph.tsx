// The same things as in the list, drawn: only those in sight exist.

import {
  Background,
  Controls,
  Handle,
  MarkerType,
  Position,
  ReactFlow,
  type Edge,
  type Node,
  type NodeProps,
} from '@xyflow/react';
import { useMemo } from 'react';
import type { BlastNodeView, BlastView } from '../../../../src/surfaces/http/contract/blast.ts';
import { EffectChip } from '../../parts/signs.tsx';
import { UntrustedLine } from '../../parts/untrusted.tsx';
import { BOX, placeNodes, wayOf } from './ways.ts';

type ThingNode = Node<{ readonly thing: BlastNodeView; readonly isRoot: boolean }, 'thing'>;

const TYPES = { thing: Thing };
const COLOURS = {
  permit: 'var(--permit)',
  hold: 'var(--hold)',
  deny: 'var(--deny)',
  accent: 'var(--accent)',
  neutral: 'var(--line-strong)',
} as const;

interface GraphProps {
  readonly blast: BlastView;
  readonly selected: string | undefined;
  readonly select: (key: string) => void;
}

export function Graph({ blast, selected, select }: GraphProps) {
  const places = useMemo(() => placeNodes(blast), [blast]);
  const nodes = useMemo(
    () =>
      blast.nodes.map((thing): ThingNode => ({
        id: thing.key,
        type: 'thing',
        position: places.get(thing.key) ?? { x: 0, y: 0 },
        ...BOX,
        data: { thing, isRoot: thing.key === blast.root },
        selected: thing.key === selected,
        ariaLabel: `${thing.kind} ${thing.name}`,
      })),
    [blast, places, selected],
  );
  const edges = useMemo(() => edgesOf(blast), [blast]);
  return (
    <div className="h-[18rem] md:h-[26rem] overflow-hidden rounded-md border border-line">
      <ReactFlow
        nodes={nodes}
        edges={edges}
        nodeTypes={TYPES}
        onNodeClick={(_, { id }) => select(id)}
        onNodesChange={(changes) => {
          for (const change of changes) if (change.type === 'select' && change.selected) select(change.id);
        }}
        nodesDraggable={false}
        nodesConnectable={false}
        edgesFocusable={false}
        onlyRenderVisibleElements
        fitView
        fitViewOptions={{ maxZoom: 1, padding: 0.08 }}
        minZoom={0.1}
        proOptions={{ hideAttribution: true }}
        aria-label="What leads to what"
      >
        <Background color="var(--line)" />
        <Controls showInteractive={false} />
      </ReactFlow>
    </div>
  );
}

function edgesOf({ nodes }: BlastView): Edge[] {
  const known = new Set(nodes.map(({ key }) => key));
  return nodes.flatMap(({ key, leads }) =>
    leads
      .filter(({ to }) => known.has(to))
      .map((lead, index) => {
        const { tone, word } = wayOf(lead);
        const stroke = COLOURS[tone];
        return {
          id: `${key}>${lead.to}>${index}`,
          source: key,
          target: lead.to,
          style: {
            stroke,
            strokeWidth: 1.5,
            ...(word === 'runs' || word === 'nobody is asked' ? {} : { strokeDasharray: '5 4' }),
          },
          markerEnd: { type: MarkerType.ArrowClosed, color: stroke },
        };
      }),
  );
}

function Thing({ data: { thing, isRoot }, selected }: NodeProps<ThingNode>) {
  const { kind, name, effects, obstacle } = thing;
  const border = selected ? 'border-accent' : isRoot ? 'border-ink-soft' : 'border-line-strong';
  return (
    <div
      className={`flex h-full w-full flex-col justify-center gap-1 rounded-md border-2 bg-panel px-2 text-ink
        ${border}`}
    >
      <Handle type="target" position={Position.Left} isConnectable={false} className="opacity-0" />
      <p className="truncate text-xs">
        <span className="text-ink-soft">{kind} </span>
        <span className="font-mono font-medium">
          <UntrustedLine text={name} most={60} />
        </span>
      </p>
      <p className="flex gap-1 overflow-hidden">
        {obstacle !== null && (
          <span className="truncate text-xs text-deny">{obstacle.replace('-', ' ')}</span>
        )}
        {effects.slice(0, 2).map((effect) => (
          <EffectChip key={effect} effect={effect} />
        ))}
        {effects.length > 2 && <span className="text-xs text-ink-soft">+{effects.length - 2}</span>}
      </p>
      <Handle type="source" position={Position.Right} isConnectable={false} className="opacity-0" />
    </div>
  );
}
