// The same orders in other languages. JavaScript's word bounds know ASCII letters alone: none are used here.

import type { SentenceRule } from './pattern.ts';

const IGNORE_EARLIER = [
  'ignor(?:a|e|es|ez|ieren?|iere|iert|i|en)\\b.{0,30}(?:instruc|instruç|istruzion|anweisung' +
    '|consign|vorgaben|regel)',
  '(?:vergiss|missachte|oublie[zr]?|olvida|esqueça|dimentica|negeer|zignoruj' +
    '|bỏ qua).{0,40}(?:anweisung|instru|istruz|consign|regel|polec|hướng)',
  '(?:忽略|无视|無視|忘记|不要理会).{0,16}(?:指令|指示|说明|提示|规则)',
  '(?:指示|命令|指令|プロンプト).{0,8}(?:無視|忘れ)',
  '(?:игнориру|забуд|не обращай внимания).{0,40}(?:инструкц|указани|правил)',
  '(?:지시|명령|지침).{0,12}(?:무시|잊)',
  '(?:تجاهل|انس).{0,30}(?:التعليمات|الأوامر)',
  '(?:önceki|tüm).{0,20}(?:talimat|komut).{0,20}(?:yok say|görmezden|unut)',
  '(?:पिछले|सभी).{0,20}निर्देश.{0,20}(?:अनदेखा|नज़रअंदाज़)',
];
const HIDE = [
  '(?:no|nunca|sin|jamás).{0,12}(?:inform|menc|dig|revel|avis|notific|cont' +
    '|muestr)\\p{L}*.{0,24}(?:usuario|cliente|persona)',
  "(?:ne|n'|sans|jamais).{0,12}(?:inform|mention|dit|dire|révél|parl|préven" +
    '|montr)\\p{L}*.{0,24}(?:utilisateur|client|personne)',
  '(?:benutzer|nutzer|anwender|person|kunde).{0,50}(?:nicht|nie|niemals|keinesfalls)' +
    '|(?:nicht|nie|ohne).{0,30}(?:benutzer|nutzer|anwender|kunde).{0,30}(?:erwähn|inform|sag' +
    '|mitteil|wissen)',
  '(?:não|nunca|sem).{0,12}(?:inform|mencion|dig|revel|avis|notific|cont' +
    '|mostr)\\p{L}*.{0,24}(?:usuário|utilizador|cliente|pessoa)',
  '(?:non|mai|senza).{0,12}(?:inform|menzion|dir|rivel|avvis|mostr)\\p{L}*.{0,24}(?:utente|cliente|persona)',
  '(?:不要|别|勿|禁止|无需|不得).{0,6}(?:告诉|告知|通知|提及|提到|透露|让).{0,8}(?:用户|使用者|客户|他|任何人)?',
  '(?:ユーザー|利用者|使用者).{0,12}(?:知らせない|伝えない|言わない|教えない|知らせず|見せない)',
  '(?:не|никогда не|без).{0,12}(?:сообщай|сообщайте|говори|упоминай|раскрывай|показывай' +
    '|информируй|ведома).{0,24}(?:пользовател)?',
  '(?:사용자|유저).{0,12}(?:알리지|말하지|보여주지)',
];
const MUST_FIRST = [
  '(?:antes de|primero).{0,50}(?:deb[eé]s?|hay que|tienes? que|es necesario' +
    '|obligatorio).{0,40}(?:le[ae]r?|llama|ejecut|env|invoc|us)',
  '(?:deb[eé]s?|hay que|tienes? que).{0,20}(?:siempre|primero|antes).{0,40}(?:le[ae]r?|llama' +
    '|ejecut|env|invoc|us)',
  '(?:devez|doit|il faut|veuillez|avant).{0,40}(?:appeler|lire|exécuter|envoyer|utiliser' +
    '|invoquer).{0,40}(?:avant|d.abord|fichier|clé|outil|toujours)|(?:devez' +
    '|doit) toujours (?:appeler|lire|exécuter|envoyer|utiliser)',
  '(?:vor|bevor|zuerst|zunächst).{0,50}(?:muss|müssen|musst|soll).{0,60}(?:gelesen|lesen' +
    '|aufgerufen|aufrufen|ausgeführt|ausführen|gesendet|senden)',
  '(?:muss|müssen|musst).{0,30}(?:zuerst|zunächst|vorher|immer).{0,60}(?:lesen|aufrufen' +
    '|ausführen|senden|gelesen|aufgerufen)',
  '(?:antes de|primeiro).{0,50}(?:deve|precisa|é necessário|é obrigatório).{0,40}(?:ler|cham|execut|envi|us)',
  '(?:prima di|innanzitutto).{0,50}(?:dev[ei]|bisogna|è necessario' +
    '|è obbligatorio).{0,40}(?:legg|chiam|esegu|invi|us)',
  '(?:之前|首先|先|每次).{0,16}(?:必须|一定要|需要|务必|请).{0,10}(?:读取|调用|执行|发送|运行|使用)|(?:必须|务必).{0,6}(?:先' +
    '|首先).{0,8}(?:读取|调用|执行|发送|运行)',
  '(?:前に|まず|最初に).{0,30}(?:読み|呼び出|実行|送信).{0,20}(?:必要|ください|なければ)',
  '(?:перед|прежде чем|сначала).{0,60}(?:обязательно|необходимо|нужно|должн' +
    '|следует).{0,40}(?:прочит|вызв|выполн|отправ)',
  '(?:전에|먼저).{0,30}(?:읽|호출|실행|전송).{0,20}(?:해야|하세요)',
];

export const FOREIGN_RULES: readonly SentenceRule[] = [
  ...foreign('overrides-instructions', IGNORE_EARLIER),
  ...foreign('hides-from-person', HIDE),
  ...foreign('orders-other-tool', MUST_FIRST),
];

function foreign(rule: string, patterns: readonly string[]): SentenceRule[] {
  return patterns.map((pattern) => ({
    rule,
    severity: 'error',
    finds: new RegExp(pattern, 'iu'),
    beginnings: [],
  }));
}
