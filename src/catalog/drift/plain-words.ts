// The words in which tools are documented. A word that is missing here is no evidence of anything: what is
// said in such words is read by a person.

import { wordSet } from '../words.ts';

/** Carry no meaning of their own. */
export const SMALL_WORDS = wordSet(
  `a an the this that these those it its they them their there here such same other another each every
   any all nothing some no none not never only also both either neither one two three more most less
   least many much few very and or but nor than then so too as if when unless until while where whether
   which who whose what how why because since although though of in on at by for from to into onto with
   without within via per under over above below between among across against after before during
   through about around up down out off once again yet still already just even otherwise instead
   however therefore thus e.g i.e etc vs is are was were be been being has have had having do does did
   done can cannot could may might will would shall should must need ought yes we you your own
   ourselves itself now soon later always usually typically normally generally currently often
   sometimes optionally automatically directly exactly immediately together apart else rather at least
   like plus minus except including regardless depending according due first last next previous further
   additional additionally moreover note please s t don't doesn't can't won't isn't aren't o d three
   four five six seven eight nine ten hundred thousand million third half twice`,
);

/** What a tool, its arguments or its results do in an honest definition. */
export const STATEMENT_VERBS = wordSet(
  `accept access add adjust affect aggregate allow appear append apply archive assign attach
   authenticate authorize average base become begin belong block bound build cache calculate cancel cap
   capture cause change charge check choose clamp clear close collapse combine come compare complete
   compress compute configure connect consist contain continue control convert correspond count cover
   create crop decode deduplicate default define delay delete deliver depend deprecate describe detect
   determine differ disable discard display download drop duplicate edit embed emit enable encode
   encrypt end enforce ensure equal escape estimate evaluate exceed exclude execute exist expand expect
   expire export expose extend extract fail fall fetch fill filter find finish fit fix flatten follow
   format generate get give group handle happen hash help highlight identify ignore import improve
   include increase indicate infer inherit insert interpret introduce issue join keep know lack last
   lead limit link list load locate lock log maintain make manage map mark match mean measure merge
   modify move name narrow nest normalize notify number obtain occur omit open operate order overlap
   override overwrite paginate parse pass perform persist point populate prefix present preserve
   prevent process produce provide publish pull purge push query queue raise range reach read receive
   recognize record redirect reduce refer reference refresh refund register reject release rely remain
   remove rename render reorder repeat replace report represent request require reset resize resolve
   respond restore restrict result resume retain retrieve retry return reuse reverse revert rewrite
   rotate round run save scale scan schedule scope score search see select send separate set show
   shorten skip snap sort specify split stand start state stay stop store stream strip submit subscribe
   succeed suggest sum summarize supply support suspend switch sync take target terminate test throttle
   tokenize track transcribe transfer transform translate trash traverse trigger trim truncate try type
   unlock update upgrade upload use validate vary verify view wait warn work wrap write yield finalize
   process reserve rank round-trip bias cast draft bounce settle materialize narrow compile deploy fork
   star need roll assemble crawl recurse inspect patch reflect undo scrape navigate click scroll hover`,
);

/** What a reader is honestly told to do with a tool's own arguments and results. */
export const DIRECTION_VERBS = wordSet(
  `provide supply enter give use set specify omit leave exclude select choose combine separate see
   filter sort limit avoid prefer refer wrap escape start end format try check narrow pick identify
   encode retry ensure make expect consider remember allow enable disable prefix skip return mark keep split
   compute convert validate preview paginate poll wait batch group break iterate count build test request
   reuse describe`,
);

/** The same, of an argument that it names or a value that it gives. */
export const CHANGE_VERBS = wordSet(
  'include pass list quote add remove put repeat increase decrease raise adjust append',
);

/** What is spoken of in an honest definition. */
export const PLAIN_WORDS = wordSet(
  `ability able absent account absolute abbreviation access accuracy accurate action active actual
   address age alias allowed alphabetical alphanumeric alternative amount annotation api app applicable
   application approximate archive area argument array ascending aspect asset associated asynchronous
   atomic attachment attempt attribute author authenticated authorization available back backslash
   backward balance bar base base64 basic batch below beta big binary bit blank block board body
   boolean bot bound box bracket branch bucket budget bug build bulk business byte bytes cache calendar
   canonical capacity case case-insensitive case-sensitive category cell certain change channel
   character chart child children choice chunk city class clause client clockwise clone cloud cluster
   code collection colon color colour column comma command-line comment commit common compact
   comparison compatible complete complex component composite concise concurrent condition conditional
   confidence conflict connection consistent constraint content continuation conversion coordinate copy
   core correct cost count country criteria criterion cron csv curly currency current cursor custom
   daily data database dataset date datetime day decimal deep default definition degree delay deleted
   delimiter deployment deprecated deprecation depth descending description destination detail detailed
   details device dictionary diff difference different digest digit dimension directory disabled
   display distance distinct document documentation domain double draft due duplicate duration early
   edge edition effect effective efficient element ellipsis email emoji empty enabled encoded encoding
   endpoint english entire entity exclusive entry enum environment epoch equal equivalent error escape
   estimate event exact example exception execution existing expected expensive experimental expiration
   explicit explicitly expression extension external extra factor failure false fast faster feature
   field file filename filter final fine fixed flag flat float folder following footer form format
   formatting forward fraction free free-form frequency full fully function future general generic
   github global glob graph graphql great greater grid group guarantee half handle hash head header
   heading height hex hierarchy high higher historical host hour hourly html http https human
   human-readable icon id idempotent identical identifier ids image immutable implicit implementation
   important inclusive incomplete incremental index individual info information initial inline input
   insensitive instance instant integer intended internal interval invalid inverse iso issue item
   iteration json jpeg jpg key keyed keyword kind kilobyte label language large largest latency latest
   latitude layer layout leading leaf left legacy length letter level library license lifetime light
   limit limitation limited line link list literal little local locale location logical long longitude
   longer loop low lower lowercase machine-readable main major manual map mapping markdown mask match
   matching max maximal maximum mb media medium member membership memory-efficient mention metadata
   method metric mime milestone milliseconds min minimal minimum minor minute missing mode
   model-readable modification moment month multi multiline multiple mutable mutually name namespace
   narrow native natural natural-language near necessary negative nested network new newest newline
   node non-ascii non-empty normal notation notification null nullable number numeric object occurrence
   official offset old older oldest omitted open operation operator optimal option optional order
   organization original origin output overall overview owner package page pagination pair paragraph
   parallel parameter parent parenthesis part partial particular past patch path pattern payload pdf
   pending percent percentage performance period permanent permission phrase pixel place placeholder
   plain plan platform png point policy popular position positive possible post power precise precision
   prefix presence present preview primary prior priority private probability problem product
   production profile project prompt proper property protocol provider public purpose quality quantity
   query question queue quick quota quotation quote random range rare rate ratio raw read-only reaction
   ready real reason reasonable recent record recursive reference regex region regular related relation
   relationship relative release relevance relevant reliable remaining remote repo repository
   representation request required requirement reserved resolution resource response rest result
   retention return review reviewer rfc rich right role root row rule runtime safe sample scale
   schedule schema scope score screen screenshot script search second secondary section segment
   selected selector semantic semicolon sensitive sensitivity sentence separate separator sequence
   sequential series server service set setting several severity sha shape short shorthand sign similar
   similarity simple single site size skipped slash slightly slow slower small smaller snapshot snippet
   sort source space spec special specific specification speed sql stable standard start state
   statement static statistic stats status step stored storage stream street strict string structure
   structured style sub subfolder sub-issue subject subset substring success successful suffix
   suggestion suitable sum summary supported symbol symbolic sync synchronous syntax system tab table
   tag target task team temperature temporary term test text thread threshold thumbnail ticket time
   timeline timeout timestamp timezone title toggle token-based top topic total trailing tree true type
   typical ui undefined underscore unicode uniform unique unit unknown unlimited unsorted unspecified
   unsupported update upper uppercase url usage useful useless usual utc utf-8 uuid valid value
   variable variant varying various version view visible warning week weekly weight whitespace whole
   width wildcard window word workflow worktree workspace wrong xml year yes zero zone zoom ascii utf
   args raises returns hint tip caution remark limitation prerequisite asc desc int str bool dict tuple
   float null nil none true false github-flavored side server-side client-side real-time up-to-date
   built-in one-way two-way comma-separated newline-separated space-separated zero-based one-based
   top-level read write admin viewer editor scope oauth idempotency quota throttled http status
   pagination beyond ahead behind outside inside north south east west left upward downward monday
   sunday january december decision reading difference ahead per-page human readable least hint
   accessible viewable searchable editable malformed seen given taken shown known written sent made
   left kept held built found chosen broken hidden applied tried combined user permission client
   customer device browser configuration image currency proposal admin embedded job ci cd pr username
   confident inference ambiguity guess signal limited undone fahrenheit celsius direction postal credit
   keyed login prefixed jpg subfolders multi-person break paid monthly toward towards protected
   interface png webp gif avif svg tiff mp3 mp4 docx xlsx pptx csv zip tar gz unix posix iana cut non
   anything something exchange ref refs tz lang lat lng lon idx num len prev ttl`,
);
