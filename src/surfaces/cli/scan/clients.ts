// Where MCP clients keep the servers that they start: data, in one table. Nothing else in the scan depends on
// which client a file belongs to.

/** `home`: the person's folder. `settings`: where the system keeps settings of programs. */
type Base = 'home' | 'settings';

export interface ClientPlace {
  readonly client: string;
  /** With `/`; a last step `*` stands for every file of that folder. */
  readonly path: string;
}

const EDITORS = ['Code', 'Code - Insiders', 'VSCodium', 'Cursor', 'Windsurf'];

/** Of one person. `settings` is looked for in each of the places that systems have for it. */
export const USER_PLACES: readonly (ClientPlace & { readonly base: Base })[] = [
  { client: 'Claude Desktop', base: 'settings', path: 'Claude/claude_desktop_config.json' },
  { client: 'Claude Code', base: 'home', path: '.claude.json' },
  { client: 'Claude Code', base: 'home', path: '.claude/settings.json' },
  { client: 'Cursor', base: 'home', path: '.cursor/mcp.json' },
  { client: 'Windsurf', base: 'home', path: '.codeium/windsurf/mcp_config.json' },
  { client: 'Gemini CLI', base: 'home', path: '.gemini/settings.json' },
  { client: 'Codex', base: 'home', path: '.codex/config.toml' },
  { client: 'Amazon Q', base: 'home', path: '.aws/amazonq/mcp.json' },
  { client: 'Amazon Q', base: 'home', path: '.aws/amazonq/default.json' },
  { client: 'Kiro', base: 'home', path: '.kiro/settings/mcp.json' },
  { client: 'Junie', base: 'home', path: '.junie/mcp/mcp.json' },
  { client: 'LM Studio', base: 'home', path: '.lmstudio/mcp.json' },
  { client: 'LM Studio', base: 'home', path: '.cache/lm-studio/mcp.json' },
  { client: 'Copilot CLI', base: 'home', path: '.copilot/mcp-config.json' },
  { client: 'Continue', base: 'home', path: '.continue/config.yaml' },
  { client: 'Continue', base: 'home', path: '.continue/config.json' },
  { client: 'Continue', base: 'home', path: '.continue/mcpServers/*' },
  { client: 'Goose', base: 'settings', path: 'goose/config.yaml' },
  { client: 'Goose', base: 'settings', path: 'Block/goose/config/config.yaml' },
  { client: 'Zed', base: 'settings', path: 'zed/settings.json' },
  { client: 'Zed', base: 'settings', path: 'Zed/settings.json' },
  { client: 'opencode', base: 'settings', path: 'opencode/opencode.json' },
  { client: 'opencode', base: 'settings', path: 'opencode/opencode.jsonc' },
  { client: 'Cline', base: 'home', path: '.cline/data/settings/cline_mcp_settings.json' },
  ...EDITORS.flatMap((editor) => [
    ...['mcp.json', 'settings.json'].map((file) => inEditor(editor, editorName(editor), file)),
    inEditor(editor, 'Cline', 'globalStorage/saoudrizwan.claude-dev/settings/cline_mcp_settings.json'),
    inEditor(editor, 'Roo Code', 'globalStorage/rooveterinaryinc.roo-cline/settings/mcp_settings.json'),
  ]),
];

/** Beside the code of one project, at any depth of it. */
export const PROJECT_PLACES: readonly ClientPlace[] = [
  { client: 'Claude Code', path: '.mcp.json' },
  { client: 'Claude Code', path: '.claude/settings.json' },
  { client: 'Claude Code', path: '.claude/settings.local.json' },
  { client: 'Cursor', path: '.cursor/mcp.json' },
  { client: 'VS Code', path: '.vscode/mcp.json' },
  { client: 'VS Code', path: '.vscode/settings.json' },
  { client: 'Gemini CLI', path: '.gemini/settings.json' },
  { client: 'Codex', path: '.codex/config.toml' },
  { client: 'Amazon Q', path: '.amazonq/mcp.json' },
  { client: 'Amazon Q', path: '.amazonq/default.json' },
  { client: 'Kiro', path: '.kiro/settings/mcp.json' },
  { client: 'Junie', path: '.junie/mcp/mcp.json' },
  { client: 'Continue', path: '.continue/mcpServers/*' },
  { client: 'Zed', path: '.zed/settings.json' },
  { client: 'opencode', path: 'opencode.json' },
  { client: 'opencode', path: 'opencode.jsonc' },
  { client: 'Roo Code', path: '.roo/mcp.json' },
];

/** The members that hold servers, from the root; `*` stands for every member. */
export const SERVER_PATHS: readonly (readonly string[])[] = [
  ['mcpServers'],
  ['mcp_servers'],
  ['servers'],
  ['mcp', 'servers'],
  ['mcp'],
  ['context_servers'],
  ['extensions'],
  ['projects', '*', 'mcpServers'],
];

/** Folders of settings, for each system, under a person's folder. */
export const SETTINGS_FOLDERS = ['.config', 'Library/Application Support', 'AppData/Roaming'];

/** Whose project file it is, and the project's folder; null for any other file. Paths with `/`. */
export function projectFile(path: string): { readonly client: string; readonly folder: string } | null {
  for (const { client, path: ending } of PROJECT_PLACES) {
    const isFolder = ending.endsWith('/*');
    const at = `/${path}`.lastIndexOf(isFolder ? `/${ending.slice(0, -1)}` : `/${ending}`);
    const rest = at === -1 ? '' : path.slice(at + ending.length - (isFolder ? 1 : 0));
    const isIt = isFolder ? /^[^/]+\.(?:ya?ml|json)$/.test(rest) : rest === '';
    if (at !== -1 && isIt) return { client, folder: path.slice(0, at) };
  }
  return null;
}

function editorName(editor: string): string {
  return editor.startsWith('Code') ? 'VS Code' : editor;
}

function inEditor(editor: string, client: string, file: string): ClientPlace & { readonly base: Base } {
  return { client, base: 'settings', path: `${editor}/User/${file}` };
}
