// What led to what: each box opens its record. Only boxes in sight exist, and a box may stand for many.

import {
  Background,
  Controls,
  Handle,
  Position,
  ReactFlow,
  type Edge,
  type Node,
  type NodeProps,
  useReactFlow,
  useStore,
} from '@xyflow/react';
import { useEffect, useMemo } from 'react';
import { UntrustedLine } from '../../parts/untrusted.tsx';
import { BOX, draw, type Box, type Drawing } from './drawing.ts';
import { decisionOf, type Act, type Story } from './story.ts';
import { subjectOf, wordsOfAct } from './words.ts';

type ActNode = Node<{ readonly box: Box; readonly isSelected: boolean; readonly open: () => void }, 'act'>;

interface GraphProps {
  readonly story: Story;
  readonly selected: Act | undefined;
  readonly select: (record: string) => void;
}

const NODE_TYPES = { act: ActBox };

export function Graph({ story, selected, select }: GraphProps) {
  const drawing = useMemo(() => draw(story), [story]);
  const nodes = useMemo(
    () =>
      drawing.boxes.map((box): ActNode => ({
        id: box.id,
        type: 'act',
        position: { x: box.x, y: box.y },
        width: BOX.width,
        height: BOX.height,
        data: {
          box,
          isSelected: selected !== undefined && box.acts.includes(selected),
          open: () => select(decisionOf(box.acts[0]!).id),
        },
      })),
    [drawing, selected, select],
  );
  const edges = useMemo(() => drawing.lines.map(toEdge), [drawing]);
  return (
    <div className="flex flex-col gap-2">
      {drawing.left > 0 && (
        <p className="text-xs text-ink-soft">
          The latest of a long chain: {drawing.left.toLocaleString()} earlier ones stand in the table.
        </p>
      )}
      <div className="h-[70vh] min-h-80 rounded-md border border-line bg-page">
        <ReactFlow
          nodes={nodes}
          edges={edges}
          nodeTypes={NODE_TYPES}
          onlyRenderVisibleElements
          nodesDraggable={false}
          nodesConnectable={false}
          nodesFocusable={false}
          edgesFocusable={false}
          elementsSelectable={false}
          minZoom={0.1}
          fitView
          fitViewOptions={{ minZoom: 0.7, maxZoom: 1 }}
          aria-label="What led to what"
        >
          <Background gap={24} color="var(--line)" />
          <Controls showInteractive={false} />
          <Follow box={selected && drawing.boxes.find(({ acts }) => acts.includes(selected))} />
        </ReactFlow>
      </div>
      <p className="text-xs text-ink-soft">
        A line says what led to what; a dashed one, that an argument was found in what the other brought.
      </p>
    </div>
  );
}

/** What is chosen stays in sight, however wide the drawing is. */
function Follow({ box }: { readonly box: Box | undefined }) {
  const { setCenter, getZoom } = useReactFlow();
  const width = useStore((state) => state.width);
  useEffect(() => {
    if (box === undefined || width === 0) return;
    void setCenter(box.x + BOX.width / 2, box.y + BOX.height / 2, { zoom: getZoom() });
  }, [box, width, setCenter, getZoom]);
  return null;
}

function toEdge({ from, to, kind }: Drawing['lines'][number]): Edge {
  const style =
    kind === 'data'
      ? { stroke: 'var(--hold)', strokeDasharray: '5 4' }
      : { stroke: 'var(--line-strong)', strokeWidth: 1.5 };
  return { id: `${kind} ${from} ${to}`, source: from, target: to, style };
}

const EDGES = {
  neutral: 'border-line-strong',
  accent: 'border-accent/50',
  permit: 'border-permit/50',
  hold: 'border-hold/60',
  deny: 'border-deny/60',
};
const INKS = {
  neutral: 'text-ink-soft',
  accent: 'text-accent',
  permit: 'text-permit',
  hold: 'text-hold',
  deny: 'text-deny',
};

function ActBox({ data }: NodeProps<ActNode>) {
  const { acts } = data.box;
  const { icon: Icon, tone, says } = wordsOfAct(acts[0]!);
  const many = acts.length > 1 ? `${acts.length.toLocaleString()} × ` : '';
  return (
    <>
      <Handle type="target" position={Position.Left} className="opacity-0" />
      <button
        type="button"
        aria-pressed={data.isSelected}
        onClick={data.open}
        style={BOX}
        className={`nodrag nopan pointer-events-auto flex flex-col justify-center gap-0.5 rounded-md border
          bg-panel px-2.5 text-left aria-pressed:ring-2 aria-pressed:ring-accent ${EDGES[tone]}
          ${many === '' ? '' : 'shadow-[3px_3px_0_var(--line-strong)]'}`}
      >
        <span className="w-full truncate font-mono text-xs font-semibold">
          {many}
          <UntrustedLine text={subjectOf(acts[0]!)} most={60} />
        </span>
        <span className={`flex items-center gap-1 text-xs ${INKS[tone]}`}>
          <Icon size={12} aria-hidden />
          {says}
        </span>
      </button>
      <Handle type="source" position={Position.Right} className="opacity-0" />
    </>
  );
}
