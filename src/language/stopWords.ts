/**
 * Words that say nothing about the event, in the languages that a newsroom is likely to meet: function words, and the
 * standard phrases of news pages. The lists are our own and short: the weights of an index do the rest.
 */
export const STOP_WORDS: ReadonlySet<string> = new Set(
  [
    // English
    `a about above after again against ago all also am among an and another any are aren't as at away be because
     been before being below between both but by can can't cannot could couldn't did didn't do does doesn't doing
     don't done down during each either else even ever every few for from further get gets getting go goes going
     got had hadn't has hasn't have haven't having he he'd he'll he's her here here's hers herself him himself his
     how how's i i'd i'll i'm i've if in into is isn't it it'd it'll it's its itself just let let's like made make
     makes making many may me might more most much must mustn't my myself near nearly no nor not now of off on once
     one only onto or other others our ours ourselves out over own per quite rather really same shall she she'd
     she'll she's should shouldn't since so some such than that that's the their theirs them themselves then there
     there's these they they'd they'll they're they've this those though through thus to too toward towards under
     until up upon us very via was wasn't we we'd we'll we're we've were weren't what what's when when's where
     where's whether which while who who's whom whose why why's will with within without won't would wouldn't yet
     you you'd you'll you're you've your yours yourself yourselves`,
    `ad advertisement breaking click exclusive live newsletter photo photos pic pics read subscribe update updated
     updates video videos watch`,
    // German
    `aber als am an auch auf aus bei bis das dass dem den der des die durch ein eine einem einen einer eines er es
     für hat haben ich ihr ihre im in ist mit nach nicht noch nur oder sich sie sind so über um und uns unter vom von
     vor war waren was wegen wenn werden wie wir wird wurde zu zum zur`,
    // French
    `au aux avec ce ces cette dans de des du elle elles en est et eux il ils je la le les leur leurs lui mais même ne
     nos notre nous on ou où par pas plus pour que qui sa sans se ses son sont sur un une vos votre vous été`,
    // Spanish, Portuguese, Italian
    `al como con da del desde do dos e el ella en entre era es esta este está fue há la las lo los más mais muy na nas
     no nos o os ou para pela pelo pero por que se sem ser si sin sobre su sus también tras um uma una uno y ya á é
     che chi della delle di dopo gli il nel nella non per più sono sul sulla tra`,
    // Dutch, Scandinavian
    `aan att av bij dat de den det deze die dit door een en er et för fra från han het hun i ik ikke inte is maar med
     met naar niet nog of om ook op over på som te til till tot uit van var voor werd wordt zijn`,
    // Arabic
    `في من على إلى الى عن أن ان إن هذا هذه ذلك التي الذي الذين ما لا لم لن هو هي هم كان كانت قد بعد قبل بين مع كل او أو
     ثم حتى عند عندما خلال منذ`,
    // Chinese, Japanese
    `的 了 在 是 和 与 及 或 也 就 都 而 被 把 对 为 从 到 将 这 那 有 年 月 日 は が の に を と で も へ から まで です ます した する して
     いる ある こと これ それ`,
  ].flatMap((words) => words.split(/\s+/)),
);

/**
 * Words in half of all news. They count as words that are known to be common, so that a small window (ten items, where
 * every word looks rare) has the weights of a large one.
 */
export const COMMON_NEWS_WORDS: ReadonlySet<string> = new Set(
  `accord accus action actor agenc ago agre allow amid announc appear attack attempt author back bad ban becom
   began begin behind believ best big bill board book break bring british build busi buy call came campaign car
   case caus celebr center central chang charg chief child children citi claim close come compani concern
   confirm continu control countri cours court cover creat cut dai dead deal death decis defend depart detail
   develop di die director discov drop earli earlier econom employe end enough event expect explain eye face
   fall famili fan feel fight file final find fire first five follow forc form former found four free friend full
   futur game gave give global good govern great group grow half hand happen hard head hear held help hit hold home
   hope hour hous hundr idea impact includ increas industri inform insid interest investig issu join keep
   kill kind know known larg last late later latest launch law lead leader learn least leav led left less
   level life light line list littl local long look lose lost lot love major man manag mani market meet member men
   million minut miss moment mondai money month morn mother move name nation need new news next night nine
   number offer offic offici old on open oper order organ part parti past pai peopl person place plai plan
   point polic polici polit posit possibl power prepar presid press prevent previou price problem process program
   project protect public pull put question quit rais reach read readi real reason receiv recent record
   releas remain report respons rest result return reveal review right rise risk role rule run said sai same
   saturdai save scene school season second secret secur see seek seen senior sent serv servic set seven share
   short show side sign six small social someth soon source speak special spend staff stand start state statement
   step still stop stori street strong studi sundai support sure system take taken talk team tell term test thing
   think third thousand threat three thursdai time todai told tomorrow tonight took top tri tuesdai turn two
   unit us use vote wai wait want war warn week weekend went wednesdai win woman women won word work worker
   world worst wrong year yesterdai yet young fridai januari februari march april june juli august septemb
   octob novemb decemb billion dollar per cent percent 2015 2016 2017 2018 2019 2020 2021 2022 2023 2024 2025 2026
   2027 2028`.split(/\s+/),
);
