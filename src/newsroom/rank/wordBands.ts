/**
 * How common English words are: stems (Porter), by the rank of their commonest form among the words of English Wikipedia
 * (npm popular-english-words 1.0.2, ISC). Band 0 holds ranks up to 256, each further band ranks up to twice those of the
 * one before. What no dictionary knows is left out: only words of SCOWL (Debian's wamerican 2020.12.07, see
 * THIRD_PARTY_NOTICES.txt) are kept, in any case of letters.
 */
export const WORD_BANDS: readonly string[] = [
  `ad album align american appropri april area around articl august back base becam best book born call center citi
    close com comment compani dai debat decemb delet discuss don due earli edit end famili februari film first follow
    former found four game gener good govern group held high histori hous howev imag includ inform januari juli june
    keep known last later left link list local locat long main march member militari modifi music name nation new
    north notabl note novemb number octob origin page part peopl place plai pleas public publish redirect releas
    result right said school season second section see septemb seri sever show song sourc south state still style
    subsequ support talk team th think three time titl two unit univers us user wai well wikipedia won work world www
    year`,
  `accord add ag along alreadi although announc archiv armi art avail award background band becom began better black
    british build built busi came career case categori central centuri chang children church class club colleg common
    commun consensu consid content counti countri court creat current data death describ develop di differ director
    district divis east editor educ english enough establish event exampl fact father field file final find five
    footbal form free french full german given great head help home import intern involv issu john join king know land
    languag larg late law lead leagu least led less level life line littl london lost major man marri media men
    mention million move need never next offic often old order overlap park parti period person player point polit
    popul posit possibl power present preserv presid press produc product profession program project propos put reason
    receiv record region report research river road role sai seem serv servic set short side similar singl site six
    small someon someth speci start station stori street student subject system take taken televis templat term text
    thank third togeth took top total town type variou version villag want water went west white win women written
    wrote york young`,
  `abl access account across act action activ actor actual addit agre air aircraft allow almost alwai america annual
    anyon anyth appear appoint approxim apr artist associ attack attempt attend aug australia australian author averag
    bank bar battl begin behind believ big bit block blue board bodi border bridg brother brought calcul california
    campaign canada canadian capit car care certain championship charact chief child china chines civil claim clear
    clearli coach collect color come commerci committe competit complet construct contain continu control copyright
    council cours cover coverag cultur cup date daughter david debut dec decid decis degre depart design despit direct
    dr earlier eastern eight elect england entir episod especi etc europ european eventu evid experi famou far featur
    feb feel femal festiv finish fire forc foundat fourth franc front futur gave genu georg germani give gold googl
    green ground guitar half hall hand health higher histor hit hospit hour html human idea independ india indian
    individu industri initi instead institut interest introduc island italian jame jan japan japanes journal jul jun
    kill label lack lake largest leader leav legal length librari light like limit live longer look lot love low lower
    magazin manag mar mark market match materi matter mean medal medic meet merg middl minist minor model modern monei
    month mostli mother movement movi multipl museum nativ natur net network night nomin none northern noth notic nov
    novel numer oct offici onlin open oper opinion organ outsid overal own particular particularli past perform perhap
    polic polici politician popular post practic previou previous primari prior privat probabl problem process
    professor promot properti provid qualiti question race radio railwai rang ratio reach real recent red refer
    regular relat reliabl remain remov replac repres request requir respons rest return review rock round rout row
    royal rule run russian san saw scienc scope sea search seen senior sent sep separ seven ship shown sign signific
    simpli singer size social societi sold sometim soon sound southern space spanish special specif spent sport staff
    stage standard star statu strong structur studi studio success summer sure technolog ten test therefor thing thoma
    thought throughout todai topic tour tournament track tradit train true try tv union upload usernam usual valu view
    vocal vote web websit week western whole wife william woman word write writer ye`,
  `abil academ academi accept accus achiev acquir actress address admin administr adopt advanc affair africa african
    agenc agreement airport alon alongsid alt altern amount analysi ancient angel anim answer anywai appar appli
    applic approach approv architect architectur argument arm arriv asia ask assembl assign assist attent audienc
    avenu avoid bad bai ball ban basebal basi basic basketbal bass battalion bbc bc beach behavior beyond bill birth
    bishop blood boi bottom box branch brand break brief bring britain broadcast broken bronz brown bu buri ca camp
    campu candid capac captain captur carolina carri cast castl cathol caught caus cd cell censu certainli chairman
    champion chanc channel charg charl chart check chicago choic chosen christian citat cite coast code combin comedi
    command commiss commonli compar compet complex compos comput concept concern concert condit conduct confer confirm
    conflict congress connect consist contact contemporari context contract contribut copi corp correct cost count
    coupl creation creator creek crew crime criteria critic cross cut daili damag danc dark dead deal declar declin
    dedic deep defeat defens defin definit democrat deputi descript destroi detail difficult digit directli discov
    displai disput distanc distribut divid doctor documentari domain doubl draft drama draw drive drum dutch earn
    earth easi easili econom ed edward effect effort electr element emperor empir encyclopedia energi engin enter
    entertain entitl entri environ equip estat estim everyon everyth exactli except exchang execut exhibit exist
    expand expans expect explain extend extens extern fa face facil faculti fail fair faith fall fals fan farm feder
    feet fell fellow felt fiction fifth fight figur financi fine firm fish fix flag flight floor florida focu food
    foreign forest format formerli fort forward founder frequent friend fulli function ga gain galleri georgia girl
    global goal god governor grade graduat grand grant greater greek grew grow growth guest guid guidelin gun happen
    happi hard haven headquart heard heart heavi height henri highest highli highwai hill historian hold honor hope
    host hotel household husband ic identifi iii immedi impact improv inc inclus incom increas inde index influenc
    info insid inspir intend internet interview introduct ip ireland irish israel itali item jack jewish job johnson
    joint jone joseph journalist judg junior justic kei kept kind kingdom knowledg ladi larger latin latter launch
    leadership learn lee letter li linear literari literatur logo lord lose loss lt lyric machin mainli male map mari
    marin marriag martin mass master mayb mayor meant median medicin memori messag metal method mexico michael mile
    mind ministri minut miss mission mix mm mon morn mount mountain mr municip murder musician naval navi nearbi
    necessari neg neither neutral newli newspap nine normal object obtain obviou occur offer oil ok older oldest on
    opera oppos opposit orchestra otherwis owner pacif pai paid paint painter paper parent pari parish parliament
    particip pass paul peac peak percent perman peter php physic piano pictur piec plan plant platform poet poetri
    poland polish poor pop port portion potenti pp preced presenc pressur pretti prevent price primarili prime princ
    princip prison prize promin proper protect provinc purchas purpos queen quickli rais ran rank rare rate rational
    read recogn reduc ref regard regiment rel relationship relev religi religion renam republ republican reserv resid
    resolut resolv resourc respect retir reveal revert richard risk robert roman room root rose rural russia safeti
    saint sale sat save scale scene scientif score scotland scottish seat secondari secretari secur select sens
    sentenc seriou settlement share shortli shot silver simpl sir sister situat slightli smaller smith softwar soldier
    solid solo solut son sorri sort soviet spain speed speedi split spread spring squadron squar stadium stai stand
    statement statist stone stop store succeed suffer suggest summari sun surfac surnam surround tabl tag target task
    taught teach teacher technic tell templ territori texa theatr theme theori told tool tower township trade traffic
    transfer translat transport travel treatment tree tri trial troop trust turn twice typic ultim unabl understand
    uniqu unknown unless unlik upper urban usa valid vallei varieti vice victori virginia visit voic vol volum wale
    wall war warn washington weak wed weight wide width wiki window wing winner winter wood worker worth wrong yellow
    younger youth zealand`,
  `aaa abandon abc abroad absenc absolut abus ac accid accompani accur acid acoust activist adam adapt addition adjac
    admir admit adult advantag advertis advic advisori advoc afc affect affili afterward agent agricultur ahead aid
    aim alan albert alex alexand ali aliv alleg allen alli allianc amateur ambassador amend amongst anderson andrew
    ann anna anniversari anonym anthoni antonio anywher apart appeal appl appreci arab arena argentina argu arizona
    arrang arrest arthur artilleri artwork asian asid asp aspect assault assess asset assum athlet atlant attach
    attornei attract attribut audio austria austrian automat aviat awar ba babi bachelor balanc bangladesh basin
    batteri bear beat beauti bed begun behalf belgium belief bell belong ben benefit berlin besid bia bibl
    bibliographi biggest billboard billion biographi biolog bird birthdai blog boat bob bold bomb bond bonu borough
    boston bot bought bound boundari bowl br brain brazil brazilian brian brick briefli brigad bright broad broadwai
    broke bruce budget bui bull bureau bush businessman button byte cabinet cabl cambridg camera canal cancel cancer
    capabl cape caption card cash cat cathedr cavalri cave cc ceas celebr cemeteri ceo ceremoni certifi ch chain chair
    challeng chamber chapel chapter character characterist chariti charter cheer chemic chemistri childhood choir
    choos chose chri christ christma christoph cinema circl circuit circumst citizen civilian clan clark classic
    classif classifi clean cleanup clearer clerk climat clinic closer closur cloth cm coal coalit coastal col cold
    collabor colonel coloni colorado columbia column combat comic commentari commerc commission commit communist
    comparison compil compon composit comprehens conclud conclus concret conductor confeder confus consecut conserv
    consider constant constitu constitut contest contrast contributor controversi convent convers convert convict
    convinc cook cool cooper core corner corpor correctli correspond cousin crash creativ credit cricket crimin crisi
    crowd crown custom cycl czech dam dan danger daniel danish databas dave davi dc dean decad deem default defend
    deliv demand demolish demonstr deni denmark densiti departur depend depth deriv descent desir destruct determin
    devic devot diamet dictionari diff disagre disc discoveri diseas dismiss disrupt distinct distinguish divers dj
    dna document dog domest donat doubt dougla download downtown drawn dream drew driven driver drop drug drummer dry
    dublin duke duo duti dvd dynasti earliest easier economi edg editori egypt eighth eldest elector electron
    elementari elev eleven elig elimin elizabeth elsewher em email emerg emphasi emploi employ employe empti encourag
    encycloped enemi enforc engag enjoi ensur entranc environment equal equival erect eric error escap essai essenti
    ethnic eu even evil evolut exact excel exclus exercis expedit experienc experiment expert explan explicitli expos
    express extent extinct extra extrem ey factor factori failur fairli fame familiar fantasi farmer fashion fast
    favor favorit fear feed feedback fighter fill financ finnish fit flat fleet flow flower fly fm focus folk foot
    ford formal formula forum fought fox fr frame franchis franci francisco frank frederick freedom frequenc fresh fri
    fridai friendli fruit ft fuel fun fund furthermor gai gang gap garden gate gender gene genr giant glass golden
    golf gone gordon gov gradual grai grammar grandfath greatest greatli greec grei grown guard guess gui guidanc
    guilti guitarist hair hamilton handl harri harvard hear heat heavili hello henc heritag hero hi hidden hire hoax
    hockei holder hole holi holidai hollywood hong honorari hook hors hot houston howard huge hundr hungarian hunter
    ian ident identif ill illeg illinoi illustr imperi implement impli imposs inappropri inaugur incid incorpor
    incorrect increasingli incumb indiana indic indigen indonesia induct infantri influenti infrastructur inhabit
    inherit injur injuri inner input inquiri instal instanc instruct instrument insur integr intellig intent interior
    internation interpret intersect invas invest investig invit iran iraq iron irrelev islam isol isra iv jackson jane
    jazz jean jersei jesu jew jim joe jordan journei jr juan jump junction juri kansa kelli kevin keyboard kg khan kid
    kim knew knight kong korea korean labor laboratori lai laid landscap lane latest lawrenc lawyer layer leg legend
    legisl legislatur legitim lewi liber licens lie lieuten lifetim lincoln liter load loan log longest loui ltd ma
    magic mail mainstream maintain mainten mall manchest manner manual manufactur margaret margin maria maryland
    massachusett massiv mathemat max maximum meanwhil measur mechan mediev medium melbourn membership mental merchant
    mere merger merit meter metro metropolitan mexican mi michigan mid mike mill miller mine minimum minnesota mistak
    mobil mode moment monasteri monitor monthli monument moon moor morgan moscow motion motor mouth mp ms muslim narr
    narrow necessarili neighborhood netherland nevertheless nfl nice nick nicknam ninth nobodi northeast northwest
    norwai norwegian nuclear ny observ obvious occas occasion occup occupi ocean odd offens oh ohio okai olymp ongo
    ontario oppon opportun option orang ordinari oregon orphan outcom outer output outstand oversea ownership oxford
    pa pad pain pair pakistan palac panel paragraph parallel paramet parliamentari partial partli partner partnership
    passag passeng path patient patrick patrol pattern pdf peer penalti pennsylvania percentag percuss perfect
    perfectli permiss personnel perspect ph phase phd philadelphia philip philippin philosophi phone photograph
    photographi phrase physician pick pilot pioneer plain plane planet plate plenti plot pm poem pool poorli pope
    portal portrai portrait portug portugues poster pr prais prefer premier prepar presidenti presum priest princess
    principl print pro procedur prod profil programm progress proof properli prose protein protest prove provinci
    psycholog publicli puerto pure pursu qualifi quarter queensland quick quot racial rai rail railroad rain random
    rapid rapidli raw reaction reader readi realiti rear rebuilt recept recipi recognit recommend recov referenc
    reflect reform refus regardless regim regist regul regularli reign reject relief reloc remaind rememb repeat
    repeatedli repli reportedli represent reput rescu residenti resign resist respond restaur restor restrict retail
    retain retriev rev revenu revis revolut rfc rice rich ride ridg ring rise rival roll rome roof ross roughli rr rs
    ru rugbi ryan safe salt sam sampl samuel sand santa sarah satellit saturdai schedul scheme scholar scholarship
    scientist scott screen script sculptur secret sector seed seek segment self sell senat send sequenc serious server
    session settl seventh sex sexual shape shell shift shoot shop shore signal signatur significantli similarli simon
    sing singapor singh sit sixth skill skin sky slow snow soccer sock socorro soft soil solar sole somebodi somewhat
    somewher songwrit sought soul soundtrack southeast southwest spam span speak speaker speech spell spend spirit
    spiritu spoke spoken sponsor spot squad sr stabl steam steel step stephen steve stock stood storag storm straight
    strang strateg strategi stream strength strike string strip strongli struck struggl stub stuff subdivis submiss
    submit subsidiari substanti substitut suburb successfulli successor suffici sugar suicid suit suitabl sum summit
    sundai super superior suppli suppos suprem surgeri survei surviv suspect suspend sweden swedish sweet swim swiss
    switch switzerland sydnei symbol tail talent tall tank tax taylor techniqu temperatur temporari tend tenni tenur
    termin theater thereaft thompson thorough thousand thread threat threaten throne ti tie tim tokyo tom tone toni
    toronto touch tourism tradition trail transit transmiss treat treati tribe tribut trip trivial tropic troubl trump
    truth tunnel turkei turkish twelv twenti twin ukrain ukrainian uncl unclear underground understood unfortun
    unnecessari unsuccess unusu url usag valuabl vandal variant vast vehicl venu verifi versu vessel victim victoria
    vietnam viewer violat violenc violin visibl vision visitor visual volunt voter vs wait walk walker walter ward
    wast wave weapon wear weather weekend weekli welcom welsh whatev wherea whilst wider widespread wild will wilson
    wind wine wish withdrawn wonder wooden worldwid wors worst wound wrestl yard youngest youtub zero zone`,
  `aa aaron ab abbei abbrevi aboard abolish aborigin abort abraham absent absorb abstract abund accident acclaim
    accommod accomplish accordingli accredit accuraci acknowledg acquisit acr acut adelaid adequ administ admiss
    adventur advis advisor advocaci aerial aesthet afford afghanistan afraid aftermath afternoon agenda aggreg aggress
    ah ahm ai airfield airlin alabama alaska albani albanian albeit alberta alcohol alert alfr algorithm alia alic
    alien allan allegedli alloc alma alpha alpin altar alter altitud altogeth alumni amaz amazon ambigu ambiti ami
    ammunit amp amsterdam ana analog analyst ancestor ancestri anchor andi andrea anger angl anglican angri ani anni
    anon ant anthem antholog anthropolog anybodi anymor ap apolog app ar arabia arbitr arbitrari arc arcad arch
    archaeolog archbishop arctic argentin arguabl aris arkansa armenia armenian armor armstrong arnold aros arrai
    arrow arsen artifact artifici ash assassin assert assumpt astronom astronomi asylum athen atla atlanta atmospher
    atom atop attain attitud auckland auction aunt austin auto autobiographi autom automobil autonom autumn auxiliari
    aw axi az azerbaijan bach backup bacteria badg badli bag bailei baker ballad ballet ballot baltimor banker
    bankruptci banner baptist barbara barcelona bare barn baron baronet barrack barrel barri barrier basement bassist
    bat bath batman be beam beaten beck beer beij belgian belt bench bend beneath benefici bengal benjamin bennett
    berkelei bernard bet beta betti bias biblic bicycl bid bigger bike billi bin binari bind biograph biologi
    birmingham bitter blacklist blade blake blame blank blast blatant blind blow blurb bo bobbi bomber bone boom boot
    borderlin bore boss bother bottl boulevard bout bow boxer boyfriend bradlei brass breach bread breakdown breakfast
    breakthrough breast breed breweri brilliant brisban bristol broader broadli brook brooklyn browser brunswick
    brussel bryan btw buddhist buffalo bug builder bulgaria bulgarian bulk bullet bulletin bunch burden burial burk
    burn burton buse butler butterfli bypass byzantin cabin cach calendar calm cambodia cameo cameron campbel cannon
    canon canton canva canyon cap capitol carbon cardin carefulli cargo caribbean carl carlo carol carolin carpent
    carriag carrier carter cartoon carv casino casualti catalina catalog catalogu catch categor catherin cattl cb ceil
    cello celtic censorship cent certif cf chan chancellor chao charit charli charlott chase chassi cheap chees chef
    chemist chen cherri chess chest chester chicken chile chilean chip chocol choru chronic chronicl chuck cia
    cincinnati circa circu circul circular citizenship civic cl clai clair clarif clarifi clariti classroom claus
    clergi cleveland client cliff climb clinton clip clock closest cloud clue cluster cnn coat coffe cognit cohen coin
    cole colin collaps colleagu collector collegi collin collis colombia columbu columnist comedian comfort commemor
    commenc commonwealth compact companion compat compel compens competitor complain complaint compli complianc
    complic compound compris compromis conceiv concentr concerto condemn confid configur confin congo congreg
    congression congressman conjunct connecticut conquer conquest conscious consecr consent consequ consol consolid
    consortium conspiraci constantli consult consum consumpt contenti contin continent contrari convoi coordin
    copenhagen copper cork corn cornel cornwal corridor corrupt costum cottag cotton councillor counsel counter
    counterpart countrysid coup courag courthous cox cr craft craig crater crazi cream creatur credibl crest criterion
    croatia croatian crop crucial cruis cruz cry crystal cs css ct cu cuba cuban cult cultiv curat cure curiou currenc
    curriculum curti curv custodi cyclon cylind cypru dab dairi dakota dale dalla dame dancer danni darker dawn db dd
    dealer dealt dear debt deceas decent deck decor decre decreas deeper deepli deer defunct deiti delai delawar deleg
    delhi deliber deliveri delta demo democraci demolit demon denni denot dens dental denver depict deploi deploy
    deposit depot depress derbi descend desert deserv desk destin destroy detach detect detroit devil devon dhaka
    diagnos diagnosi diagram dialect dialogu diamond diana diari dick diego diesel diet difficulti dig dimens dine
    dinner dioces diploma diplomat directori dirti disabl disagr disambigu disappear disast disband discharg disciplin
    discontinu discrimin dish disk disnei disord dissert dissolv distant dive divin divorc doc dock doctrin dollar
    dome domin dominican donald door dorothi dorsal dot doug downstream dozen drag dragon drainag dramat dress drink
    drove dual dub dubiou duck duet duncan duplic durat durham dust dy dynam eagl ear earl earthquak eas easter eat
    eaten ec echo ecolog economist eddi edinburgh effici egg egyptian eighteen elabor elder elderli eleph eleventh
    elit ellen elli embark embassi embed emblem emeritu emigr emili emiss emma emot empress enabl enact enclos encod
    encompass encount endang endem endors enhanc enlarg enlist enorm enrol ensembl enterpris entireti entiti
    entrepreneur enzym epic episcop equat equiti ernest escort espn essenc essex ethic eugen ev eva evalu evan
    everybodi everydai everywher evolutionari evolv ex exam examin excess exclud excus exil exit expel expens expertis
    expir explicit explor explos export exposur extant exterior extraordinari fabric facad facebook facilit faction
    factual fairi fake fallen fantast faster fastest fat fatal fate fault fbi fcc fe feast feat fed fee fellowship
    feminin feminist fenc fernando ferri fever fewer fifteen fifti filipino filmmak filter finalist finest finger
    finit finland firearm firstli fiscal fisher fl flagship flash fled flee flew flexibl fli float flood flora florenc
    flown fluid flute fold folklor font footag footnot forb forbidden forev forget forgot forgotten fork forth forti
    fortress fortun fossil foster fountain fourteen fragment framework fran frankfurt frankli franklin franz fraser
    fraud fred freed freeli freestyl freewai freight freshman freshwat friendship fring frog frontier frozen fundament
    funer funni fur furnitur fusion gabriel galaxi garag garcia gari garner garrison gather gaug gb ge gear gen genera
    genet geneva genuin geograph geographi geolog geologi geometri georgian ghana ghost gibson gift gilbert giovanni
    girlfriend glacier glad glasgow glen globe glori goalkeep goddess gonna gospel gothic gotten government gp gr
    grace graham grain grandmoth grandson granit graph graphic grass grave graviti greg gregori grid gross grove
    guarante guardian guild guinea gulf ha habit habitat halt hamburg hamlet hammer hampshir han handbook hang harass
    harbor harder hardi hardli hardwar harm harmoni harold harper harrison harsh hart harvei harvest hate hawaii
    header heal healthcar healthi heaven heavyweight hebrew hectar hei heir helen helicopt hell henderson herald
    herbert hide highlight hindi hindu hip hispan hitler hiv hm ho holland holm holocaust homeland homeless hometown
    hon honei honest honestli hood hop hopefulli hopkin horizont horn horror hostil hp hr hub hudson hugh hull
    humanitarian humor hung hungari hunt hurrican hurt hybrid hydrogen hypothesi ibm iceland icon idaho ideal ideolog
    idol ie ignor imageri imagin immigr imo implic importantli impos impress imprison in inaccur inact inadequ incept
    inch inclin incomplet incorrectli indefinit indi indonesian indoor infant infect inferior infinit infring ing
    ingredi inher inland inlin inn innoc innov inscript insect insert insight insist inspect inspector instant
    instructor insuffici int intact intellectu intens interact interchang interfac interfer interim intermedi
    interrupt interst intervent intro invad invalid invent inventor investor invok iowa ir ira iranian iraqi irregular
    isaac isl iso ital ivan jacob jacqu jai jail jake jam jamaica jason java jeff jefferson jennif jeremi jerri
    jerusalem jess jet jimmi jo joan joel johnni johnston joi jointli joke jon jonathan jose josh joshua jp judgement
    judgment judici julia julian jungl jurisdict justif justifi justin juvenil karen karl kate keen keith ken kennedi
    kenneth kent kentucki kenya kick killer kilomet kiss kit kitchen knee knife knock knockout ko krishna kyle lab
    landmark lang lanka lap larri larva laser lat laura lawsuit layout lb leaf leas leather lebanon lectur leed legaci
    legendari legion leipzig len lengthi leo leon leonard lesbian lesli lesser lesson let lgbt liberti licenc lifestyl
    lift lighter lighthous lightn lightweight likewis limeston linda lineag liner lineup linguist linux lion liquid
    lisa listen lit literaci lithuania lithuanian liverpool livestock lloyd lock locomot lodg logic lone longtim loop
    loos loud louis louisiana lover lowest loyal loyalti lp lu luca luci luck lucki lui luke lunar lunch lung lutheran
    luxuri ly lynn mac macdonald machineri macmillan mad madison madonna madrid magnet magnitud maiden mainland maker
    makeup malaysia malaysian malcolm malta mammal mandat mandatori manga manhattan manila manor mansion manuel
    manuscript marathon marbl marc marco marcu mario maritim marker marsh marshal mart martha martial marvel mascot
    mask mason massacr mate matern math mathematician matrix matt matthew matur mauric mb mc mcdonald md meaning
    meantim meat medalist mediat mediterranean melodi membran memoir mentor menu merci mercuri mesa mess methodist
    metric mg mhz miami michel microsoft midnight migrat miguel milan mild militia milk millennium milwauke min miner
    mini minim minu mirror miscellan mislead missil missionari mississippi missouri mistaken mitchel mixtur mo mob
    moder modest modif modul molecul molecular momentum monarch mondai monk monster montana montgomeri montreal mood
    moral moreov morocco morri morrison mose mosqu motiv motorcycl motto mous mph mt mtv mu mud muhammad mumbai munich
    murphi murrai muscl mutual myspac mysteri myth mytholog nake nanci napoleon narrat narrowli nasa nashvil nathan
    nationalist nationwid nato navig nazi nba nbc nc ncaa nearest neat nebraska neck negoti neighbor neil nelson
    neolog nepal nephew nest nevada newcastl newer newman newton nh nhl ni nichola nigeria nigerian nineteenth
    nintendo nm nobel nobil nobl node nois nomine nonetheless nonsens norfolk norman northeastern northwestern norton
    nose noteworthi noticeboard notifi notion notori noun nova novelist nowadai nowher nurs nz oak obama obscur
    observatori obsolet offlin offshor oklahoma oliv onward openli optic or oral orbit ordain organiz orient orlean
    orthodox oscar ottawa otto ottoman ought outbreak outdoor outlet outlin outright oval overcom overli oversight
    overview overwhelm ow owen oxygen pace pack packag pageant pakistani pale palestin palestinian palm palmer palomar
    pan panama paperback parad paradis parker parodi particl passion password pastor pat patch patent patricia patron
    pavilion payment pc pd pe pearl pedro pen pend penguin peninsula penn pension perceiv percept permit perri persian
    persist persuad perth peru pet pete petit pg phenomena phenomenon phil philanthropist phillip philosoph phoenix
    physicist pi pianist pier pierr pin pine ping pink pipe pirat pit pitch pitcher pittsburgh pl placement plantat
    plaqu plastic plateau platinum plausibl playoff playwright plaza pleasant pleasur plural po pocket podcast
    pointless pole poll pollut pond porter portfolio portland portray possess postal posthum postpon pot potter
    potteri pound poverti powder powel pragu prayer precis predecessor predict predominantli prefectur prefix pregnanc
    pregnant prei prejudic preliminari premis presbyterian prestigi preview pride primit princeton prioriti privaci
    privileg problemat proce proceed proclaim prof profess profit prohibit prolif promis prompt pronounc pronunci
    propaganda proport prosecut prosecutor prospect protagonist protocol prototyp proud proven provis provision proxim
    ps pseudonym pt pub pull pump punish punjab punk pupil puppet purpl pursuit push qualif quantiti quantum
    quarterback quarterfin quarterli quartet quebec queri quest quiet quit ra rabbi rachel racism racist radar radiat
    radic radiu raf raid rainbow rainfal raja ralli ralph ram ranch ranger rap rape rapper ration raymond readili
    realist realiz realm rebecca rebel rebellion rebound recal reconnaiss reconstruct recoveri recreat recruit
    rectangular rector recur reduct redund reed refere referendum refug refuge regent registr regulatori rehabilit
    reid reinforc relai releg reli reluct remak remark remedi remnant remot renaiss render renew renov renown rent
    reopen repair reprint reproduct resembl reservoir resort resum retreat reunion reunit reveng reverend revers reviv
    revolt revolutionari reward rewrit rewritten reynold rhythm richardson richmond rick rico rid rider ridicul rifl
    rio ritual rivalri rm rob robertson robin robinson robot rocket rocki rod roger roi romanc romania romanian romant
    ron ronald rooki roosevelt rosa roster rotat rough routin rpm rubber ruin ruler runner runwai rush russel ruth
    sacr sacrific sad sail sailor sake salari salli sanction sanctuari sandbox sandi sang sank santiago sara satisfi
    saudi saxophon sc scan scandal scatter scenario scholarli scorer scout scrap scratch screenplai screenshot
    screenwrit sculptor seal sean seattl sec secondli secretli secular seemingli seiz semifin seminari sensit sequel
    serbia serbian sergeant serial servant seth settler seventeen sf sh shadow shah shakespear shallow shame shanghai
    sharp shaw shed sheep sheet sheffield shelter sheriff shield shirt shock shoe shorten shorter shoulder showcas
    shrine shut sibl sick sieg sierra sight silenc silent silk silli silva simpson simultan singular sixteen skate
    sketch ski skull slave slaveri sleep slide slight slope slot slowli smallest smart smoke smooth snake soap
    socialist sociolog solomon solv somehow soni sophist soprano southeastern southwestern sovereign spa spacecraft
    spade spare specialist specialti specifi specimen spectat spectrum specul spencer sphere spider spin spite
    sponsorship sprint spy sq ss stabil stake stale stamp stanc stanford stanlei starter stat static statut steadi
    steal steep steer stem stern steven stewart stick stint stockholm stolen strain streak stress stretch strict
    strictli stroke stronger strongest stuart stuck stupid su sub submarin subscript subset substanc suburban succe
    sudan sudden suddenli sue sullivan sultan sung sunk superintend supervis supervisor supplement supposedli surgeon
    surgic surpris surrend surveil survivor susan suspens suspici suspicion sussex sustain swift swimmer swing sword
    sworn symphoni symptom syndrom synonym synthesi syria syrian sysop systemat ta tab tackl tactic taiwan tale tamil
    tan tang tape tast td tea teammat tear tech ted teen teenag teeth tel telegraph telephon temporarili tendenc
    tender tennesse tenor tension tenth terminolog terminu terrac terrain terri terribl terror terrorist tertiari
    testament testimoni textbook textil thai thailand theatric theolog theologi theorem theoret therapi therebi
    thermal thesi thick thin thirteen thirti thomson thoroughli threshold threw thriller throw thrown thumb thursdai
    ticket tide tier tiger tight timber timelin tin tini tip tire tissu tko tobacco todd toi toll tomb tommi tomorrow
    ton tongu tonight tonn torn tornado torpedo tortur touchdown tough tourist toxic trace trademark traffick tragedi
    trailer trainer trait tran transact transform transmit transmitt transpar trap treasur treasuri trek trend triangl
    tribal tributari trick trigger trilogi trim triniti trio tripl trivia trophi truck truli trumpet trunk truste tube
    tuesdai tune turner twentieth twitter tyler uganda unaccept unanim unawar unblock uncertain uncommon undergradu
    underli underneath undertaken undertook underw underwat unexpect unifi uniform uniti unnam unoffici unrel unreleas
    unreli unsuccessfulli unus unveil upcom upgrad upris upset urg useless uss ussr utah util va vacant vagu valv
    vancouv vaniti vari variabl variat vector vega veget veloc venezuela venic ventur verb verif vermont vers vertic
    veteran vi viabl vicin victor victorian vienna vietnames vii viii villa vincent vinyl viola violent virgin virtu
    virtual viru vital vocalist volcan volleybal voltag voluntari vowel voyag vulner wa wagner wake wallac wang
    warehous warfar warm warner warrant warren warrior warsaw wartim watch watersh watson watt wayn wealth wealthi
    wednesdai wei weird welfar wellington wet whatsoev wheat wheel whenev wholli wicket widow wilder wildlif wilhelm
    wire wireless wisconsin wisdom wise wit witch withdraw withdrew wive wolf woodland wore workshop worn worri
    worship worthi wow wrestler wright wu xi xs xx yahoo yale yang yeah yearli yesterdai yield yorkshir yugoslavia zoo`,
  `abba abbot abbott abbr abdomen abdomin abduct abdul abel aberdeen abid abnorm abolit abruptli absorpt abstain
    absurd academia acceler accent accessori accolad accordion accumul acquaint acquit acronym ada addict adher adject
    adjoin adjunct adjust adjut adler admiralti admittedli adob adolesc adolf adorn adrian adulthood advent advers
    advert aerospac af afaik affin affirm affluent afghan aforement aft agn agrarian ahmad airborn airplan airwai aisl
    ajax ak akin al ala alarm alba albania alberto albion albuquerqu alderman alec alejandro alexandra alexandria
    alexi alfonso alfredo alga algebra algeria algerian alias alicia alik alison allah allegi allei allevi allison
    alloi allot alp alphabet alright alto aluminum alumnu alvin am ama amalgam amanda amass amber ambient ambit ambul
    ambush amelia amen amid amidst amino amir amnesti amo amour amphibi ampl amplifi amplitud amtrak amus anal analogu
    analys analyt analyz anarchist anatomi ancestr anchorag andersen andr android angela angelo angola angu angular
    anita ankl annal annex annoi annot antagonist antarct antarctica antenna anterior anthropologist anti antibodi
    anticip antiqu antoin anton antoni antwerp anxieti anytim aol apach apartheid apertur apex api apocalyps apollo
    apostl apostol apparatu appel appendix applianc apprentic apprenticeship approx aquarium aquat ara arabian
    arbitrarili arbor archaeologist archaic archdioces archeolog archer archeri archi archibald archipelago aria arid
    ariel aristocraci aristocrat aristotl arithmet ark arlington armament armour arrog artefact arteri articul ascend
    ascens ascent ascrib ashlei ashor asleep aspir ass assam assur assyrian asteroid aston astronaut at atari atheist
    atkinson atlanti atp atroc attest attic auburn audit auditor auditorium audrei augment augusta augustin augustu
    aurora auspic authent authorit authorship autism autobiograph automot autonomi av ava avalanch avatar aveng averi
    avg avid await awaken awesom awkward ax axl ay azerbaijani babylon backbon backdrop backlash backlog backstag
    backward bacon bacteri bacterium badminton baghdad bah bahama bahrain bail baird bait bake bakeri baku balconi
    bald baldwin bali balkan balloon ballroom baltic bamboo banana bandit bandwidth bang bangalor bangkok bangladeshi
    banjo bankrupt banquet baptism baptiz barack barbado barber barg bariton bark barker barlow barnard barnei barnett
    baroqu barr barrag barrett barrio barrist barrow bart bartlett barton basal basel baselin baseman basil basilica
    basket basqu batch bate bathroom baton batsman batter battlefield battleground battleship bauer bavaria bavarian
    baxter bb beacon bead beak bean beard bearer beast beatl beatric beaumont beautifulli beaver becker beckett
    bedroom bee beef beethoven beetl beforehand befriend beg behav beirut belaru belfast belgrad beliz bella belli
    belmont belov benedict bengali benni benson bent bentlei benton bequeath berg bergen berger berkshir bermuda bern
    berni bernstein berri bert berth besieg bestow bestsel beth betrai betray beverag beverli bhutan bi biennial
    bilater bilingu billionair biochemistri biodivers biologist biomed biotechnolog birch birthplac bisexu bison bite
    bizarr blackburn blackish blacksmith blackwel blah blair blanch bland blanket blatantli blaze bleed blend bless
    blew bliss bloc blockad blogger blond bloodi bloom blown bluegrass bluff blunt bmw boast bodili bodyguard boe bog
    bogu bohemia bohemian boil boiler bolivia bollywood bologna bolt bolton bombai bombard bonn bonni booker booklet
    bookstor boon boost booth bordeaux bori borneo borrow bosnia botan botani botanist botswana boulder bounc bounti
    bowen bowi bowler bowman boycott boyd boyl bp brace bracket brad bradford bradi brake brandon brave braveri bravo
    breadth breakup breath bred bremen brenda brendan brennan brent brethren breton brett brew brewer bride brig brigg
    brighter brighton britannica brittani bro broadband brock broker bronco bronx brotherhood brownish brows bruin
    brunei bruno brush brutal bryant bs bubbl buchanan bucharest buck bucket buckingham bucklei bud budapest buddha
    buddhism buddi buffer buffi bulldog bulli bundl bunker bunni bureaucraci bureaucrat burger burgess burlington
    burma burmes burnett burnt burrow burst burt busch busiest businessmen businesswoman bust butcher butt butter
    buyer buzz bye byrd byron cab cabal cabaret cadet caesar cage cain cairo cake cal calcium calculu calcutta calder
    caldwel calgari calib caliph calvin cam camel cameroon campus canari canberra candi candidaci candl cane cannabi
    cano canopi cant cantata canterburi canvass capitalist capsul capt captiv caravan cardiac cardiff cardiovascular
    carei caretak carla carlson carlton carmen carnegi carniv carolyn carpet carr carrol carson cart cartel cartoonist
    cartridg carver cascad casei cassett castillo castro casual catalan catalonia catalyst catastroph catcher catchi
    catchment cater cathi catholic caucasu caucu caution cautiou caviti ceasefir cecil cecilia cedar cede celesti
    cellar cellular cement censor centenari centenni centimet ceram cerebr certainti ceylon cfc chad chairperson chalk
    chamberlain champagn chancel chandler chandra chant chaotic chaplain chapman char charleston charm chat cheaper
    cheat checklist chelsea chennai cheroke chesapeak cheshir chestnut chevali chevrolet chiefli chimnei chin
    chittagong chloe chlorid choke choral chord choreograph choreographi christchurch christi christin christina
    chrome chromosom chronolog chrysler chung churchil churchyard ci cid cigarett cindi cinemat cinematograph
    cinematographi citadel citru clad clara clare clarenc clarinet clash classmat claud claudia clayton cleaner
    clearanc clement clergyman cleric clever click clifford clifton climax clinch clive clockwis clone clown clubhous
    clutch clutter clyde coaster coastlin cobb cobra cocain cockpit cocktail coconut cod codex codi coeffici coffin
    coher coil coinag coincid coincident coke coleman collar collater collid collier collieri colloqui cologn
    colombian colombo colon colonist colt coma combust comeback comed comet comma commando commend commod commodor
    commonplac communion commut compart compass compendium complement complementari compliant compress compton
    compulsori comrad conan conceal conced conceptu concess concis concord concur concurr condens cone confederaci
    confess confidenti confisc confluenc conform confront congest conglomer conic conjectur connector conni conrad
    conscienc consciou conservatori conson consort conspicu constabl constanc constantin constantinopl constel
    constraint constru consul contamin contempt contend conting continuum contractor contradict contradictori convei
    conven conveni converg convex conwai cooki cooler cop cope coral cord corneliu cornerston cornish coron coronaviru
    corps corpu correl cortex cosmet cosmic cosmo costello costli counselor countdown countess countless courier
    courtesi courtnei courtyard cove coven coventri covert cow cowboi cpu crab crack crane crap crawford credenti
    creditor creed crescent cretac crimea crimson crisp critiqu cromwel crosbi crossov crossroad crow crowlei crude
    cruel cruelti cruft cruiser crusad crush crust cub cube cubic cue cuisin culinari cullen culmin cum cumberland
    cumul cunningham curb curios curl curri curs curtain curvatur customari cute cutter cyclist cylindr cynthia
    cypriot cyril cyru czechoslovakia dad daddi dagger daisi dalton damascu damn damon dana dank dant danub dare darl
    darren dart dartmouth darwin dash dashboard davenport davidson dawson daylight daytim dayton deacon deadli deadlin
    deaf debbi deborah debri decai decept decim decommiss decomposit dee deed deepest defam defect defici deficit
    degrad delic delight dell delux demis demograph demot denial denis denomin denounc dentist deport depos deprec
    depriv dept derek derogatori desktop desmond despair desper destini detain detaine detector detent deterior
    detract detriment devast development devi deviat devis devote devout dewei dexter dharma diabet diagnost diagon
    dial dialog dian diaspora dice dickinson dickson dictat dictatorship dietari differenti diffus digest digniti
    dilemma dillon dimension diminish din dinosaur diocesan dioxid dip diplomaci dire dirt disadvantag disappoint
    disastr discard discipl disciplinari disclaim disclos disclosur disco discount discourag discours discredit
    discret discretionari disguis dislik dismantl dispatch dispers displac dispos disposit disqualifi disregard
    dissemin dissent dissolut distilleri distinctli distort distract distress distributor disturb disus ditch ditto
    diver diversifi divert division dixi dixon dodg dodger doe doll dolphin domingo dominion donkei donna donnel donor
    donovan doom doorwai dora dori dormant dormitori dorset dose dove dover down downfal downhil downward doyl dp
    dracula drain drake dramatist drastic dresden dri drift drill drone drought drown drunk drunken dubai duchess
    duchi dude dudlei duel duffi dug duli dull dumb dummi dump dune dungeon dunn dwarf dwell dwight dye dyer dylan
    dynamo ea eager earnest easiest eastbound eastward eaton eccentr ecclesiast eclect eclips ecosystem ecuador eden
    edgar edibl edison edith edmonton edmund eduardo edwin efficaci ego eh eighteenth eighti eileen einstein eisenhow
    eject elain elbow eleanor electrif electrifi electromagnet eleg elena eli elia eliot elisabeth eliza elk elliot
    elliott elm elong elvi embarrass embrac emerald emerson emil emin emir emit emmanuel emmi emotion emphas empower
    enclosur encor encrypt encyclopaed encyclopaedia endeavor endless endow endur energet eng engrav enjoy enlighten
    enrag enriqu ensign enslav ensu enthusiasm enthusiast entrant entropi entrust envelop envis envoi epa epidem
    epithet epoch equestrian equilibrium era eri erik erin ernst erod eros erot err erron erupt escal esp espionag esq
    essayist esther estonia estonian estrang estuari etern ethan ethel ethiopia ethiopian etymolog euro europa evacu
    evad evangel evangelist evas evelyn evenli everett evergreen evict evidenc exagger excav exce exceed exception
    excerpt excit exemplari exempt exhaust exodu exot expeditionari expenditur expiri explanatori explod exploit expo
    exposit expressli expresswai expuls extract faa facial fade faint falcon famin famous fanci fang fanni faq fare
    farewel farmhous farmland farrel farther fascin fascism fascist fatigu fatti faulti fauna fda feasibl feather
    feeder felip felix femin ferdinand ferguson fern fernandez ferrari fertil fest feud feudal fiat fiber fictiti
    fiddl fierc fifteenth fig fiji filli fin finch finn fiona firefight firefox firework firmli fischer fisheri
    fisherman fishermen fist fitzgerald fixtur flame flander flank flashback flatten flavor flaw fleme flemish flesh
    fletcher flint flip flock floral flore flotilla flour flourish floyd fluent flux flyer flynn foam focal fog foil
    folder folei foliag fond foo fool foothil footprint footstep forcibl fore forecast forefront foreground forehead
    foreman foremost forens forerunn forese forestri foreword forg forgiv formid formul forrest forster forthcom
    fortif fortifi foul foundri fourteenth fowler fraction fractur fragil franciscan franco franki fratern fraudul
    freak freddi freelanc freeman freez fresco freud friction friedman frigat fritz frivol frontal frost frustrat fry
    fuck fugit fulfil fullback fuller fulton fumbl fungi fungu funk furi furiou furnac furnish fuse fuselag fuzzi fwiw
    fyi gabl gadget gaelic gail gal gala gale galileo gallagh gallantri gallon gambl gamma gandhi gangster garbag
    gardner garfield garland garment garrett gase gasolin gatewai gavin gaza gazett gearbox gel gem genealog genesi
    geniu genoa genocid genom gentl gentleman gentlemen gentli gentri geo geoffrei geologist geometr georgetown ger
    gerald gerard gerri gertrud gestur ghanaian ghetto ghz gi gibb gibraltar gif gig gil gile gill gina ginger giusepp
    glacial glanc glenn glider gloria gloriou gloucest glove glover glucos gm gnu goa goaltend goat goldberg goldman
    goldsmith golfer gomez gong gonzalez goodby goodman goodwin goos gore gorg gossip gotta gould govt grab gradient
    graffiti gram grammat grammi granada grandchildren granddaught grandpar grang grape grasp grassland grate gratitud
    gravel graveyard gravit graze greenhous greenland greenwich greet gregg grenad grief griffin griffith grip groceri
    groom groov groundbreak gs gu guam guatemala gubernatori guerrero guerrilla guilt guin guis gujarat gum gunfir
    gunner gupta guru gustav gut guthri guyana gwen gym gymnasium gymnast gypsi hack hacker hagu hai hail hairi haiti
    haitian hal hale haleakala halftim halfwai halifax halloween halo ham hammond hamper hampton hancock handbal handi
    handicap handsom hangar hank hanna hannah hanov hansen hanson happili har hardcov hardest hare harlei harlem
    harmless harmon harmonica harp harriet harrington hartford hash hast hat hatch hatr haul haunt havana hawaiian
    hawk hawkin hay hayden hayn hazard hazel hbo headlin headmast heath heather heavenli heavier heck hector hedg heel
    heidelberg heinrich heinz heiress helena helm helmet helsinki hemispher henchman her herb hercul herd hereditari
    herman hernandez heroic heroin herzegovina hewitt hiatu hick hid hierarchi higgin highland hike hillari hilli
    hillsid hilton hind hinduism hint hobart hobbi hoc hodg hoffman hogan holden holli hollow hollowai holt homag
    homepag homer homestead homework homicid homosexu honda hondura honesti honolulu hooker hoover horac horizon
    hormon horribl horseback horton hostag hostel hourli how howel hq hs hst huang hubbard hubert hugo huh hui hulk
    humbl hume humid humphrei hunger hungri huntington hurdl hurl hussein hut hutchinson hutton hyde hyderabad hydraul
    hydroelectr hygien hymn hyphen hypothet hz ia icc ida idiot idl ieee igor illegitim illumin illus imaginari imam
    imho imit immatur immens immin immort immun impair imparti impend implaus implicit impoverish imprint improp
    improperli improvis impuls ina inabl inaccess inadvert incap incarcer incarn incent incident incivil incompat
    inconsist incred increment incur ind indianapoli indict indirect indirectli indiscrimin induc industrialist
    ineffect inelig inequ inevit inexpens inexperienc infam infanc infecti infin inflamm inflammatori inflat inflict
    influx infrar inhibit inject injunct injustic ink inlet inmat insan inscrib insignia insignific instabl instagram
    instantli insult insurg intak integ intel intensifi intention inter intercept interdisciplinari intermitt
    internship interrog interspers interv interven intim intric intrins introductori intuit invari inventori invers
    invert invertebr invis io ion ipa iphon iq irc iren iri ironi irrig irv irwin isabel isabella isi ismail isp iss
    istanbul iter itun ivi ivori ix jacket jacki jacksonvil jacquelin jade jaguar jaim jain jakarta jamaican jami
    janet jar jargon jasper javascript javier jaw jealou jealousi jeann jeffrei jen jenkin jenni jensen jeremiah jerom
    jessi jessica jesuit jewel jewelri jill joanna jockei joei johann johannesburg joker jona jorg josef josephin joyc
    jpeg jubile judaism jude judi judiciari judith judo juic jule juliet julio juliu jumper jung junk junta jupit
    jurist kabul kai kaiser kane kannada kara karachi karat kashmir katherin kathi kathleen kati kazakhstan keel
    keeper kellei keller kemp kendal kenni kenyan kernel kerr kerri keynot khmer khz kidd kidnap kidnei kiev kin kinda
    kindergarten kindli kinet kingston kirbi kirk kite kitti klau klein knighthood knive knot knox knoxvil koch kr
    kramer ks kurdish kurt kuwait kw ky kyoto lacross ladder laden lafayett lago lagoon lahor lakshmi lam lama lamb
    lambda lambert lamp lanc lancashir lancast landfal landlord landown landslid lantern lao laptop lar lara larsen
    larson lastli latino latitud lattic latvia latvian laud laugh laughter launcher laundri laureat laurel lauren
    laurenc laurent lauri lava lawn lawson lazi lea leaflet leak lean leap learner learnt lebanes leftist legit
    legitimaci leicest leiden leigh leisur lemon lena lend lenin leningrad lennon lens lent leonardo leopard leopold
    leroi lesion lester lethal lever levi levin lexington lg liabil liabl liaison liar lib libel liberia libertarian
    librarian libretto libya libyan lid lieu lifelong lifespan lightli likelihood lili lima limb lime limerick lin
    lindsai lineback linnaeu lionel lip liquor lisbon litig litter liturg liturgi liver liveri livingston liz lizard
    ln lobbi lobe locker logan login logist loi lola lon longev longitud longitudin lookout lopez lordship lore
    lorenzo lorrain loser lotteri lotu lou louisa louisvil loung lowel lowland lr ls lucia luciu lucr ludwig luftwaff
    luigi lulu lumber luna lure luther luxembourg lydia lynch lyon lyricist mabel macarthur macedonia macedonian mack
    mackenzi madagascar madam madra mae mafia maggi magician magistr magnific magnum maharaja maharashtra mai maid
    mainlin maj majesti malai malaria malawi malayalam mali malici malon maltes mama manageri mandarin mandolin maneuv
    manifest manifesto manifold manipul manitoba mankind mann manpow mansfield mantl mao mapl mara marathi marcel mare
    marguerit marian mariann marijuana marilyn marina marion marjori marketplac markup marqui marti martinez martyr
    marvin marx marxist masculin masonri mast masterpiec mat matilda matric mauritiu mausoleum maxim maxwel maya mayer
    mayo maze mba mccain mccarthi mccartnei mccoi mcfarland mckai mckenzi mclean mcmahon me mead meadow meal
    meaningless medina medit medlei meg megan mel melani melissa melod melt melvil meme memor memorandum memphi
    mendoza merced mercenari mercer merchandis meredith meridian meritori merlin merri merril mesh messeng messi meta
    metabol metaphor meteorolog methodolog metropoli meyer mgm mia mice mick mickei microphon microwav middleton
    middleweight midland midst midwai midwest mighti migrant migratori mikhail mil mildli mileston milit millionair
    milo milton mimic ming miniatur miniseri ministeri minneapoli mint mir miracl miranda miriam misconduct mistakenli
    mister mistress misunderstand misunderstood misus mitch mixer ml mn mock mod modernist modular moe moham mohammad
    moist moistur mold moldova mole molli mom mona monaco monarchi monast monetari mongol mongolia mongolian monica
    monik monkei mono monograph monopoli monro monsoon mont montenegro moodi moos moot mop moran moreno mormon
    moroccan morpholog morrow mors mortal mortar mortgag morton mosaic moss motel moth motif motorwai mound mourn
    mozambiqu mozart msg muddi multi multimedia multin multiplay multipli multitud munit munro mural muscular muse
    mushroom muster mutant mutat mutini mvp myanmar myer mystic mythic nail naiv nam namesak namibia nan naomi napl
    nasal nascar nash nassau nasti nat natali nate nathaniel naturalist nautic nave nb neal necess ned needl neglect
    neglig negro neo neon neptun nero nerv nervou netflix neural neurolog neuron neutron newark newbi newborn newcom
    newest newfoundland newport newscast niagara nicaragua nich nichol nicholson nickel nicol nicola niec nielsen
    nigel niger nightclub nightmar nikki nil nile nina nineteen ninja nissan nitrogen nixon nj noah nobleman noel
    nolan nomad nomenclatur nonfict nonprofit noon nope nora nordic norm normandi norri nors northampton northbound
    northernmost northward norwich notat notif notorieti nottingham notwithstand novella novelti novic np npr nt nu
    nuclei nucleu nude null nun nurseri nut nutrient nutrit nw nyc oakland oasi oath ob obei obituari oblig obliqu obo
    obsess obstacl occurr oceania octagon od oddli odyssei offend offset offspr okinawa olga olivi olivia olsen olson
    olympia olympian omaha oman omar omega omiss omit oneself onion onset oop operat opin oppress opt optim optimist
    opu oracl orchard orchestr orchid ordin ordnanc organist orion orlando ornament ornat orphanag ortiz osaka osborn
    oslo ostens oswald ot oti otter out outdat outfield outfit outgo outlaw outlook outpost outrag outreach outset
    outskirt outspoken outward oven over overhaul overhead overland overlook overnight overrid oversaw overse overseen
    overthrow overtim overturn overwhelmingli owl ox oxid oz pablo pac packer packet pact paddi pagan pal palazzo
    palermo pam pamela pamphlet pandem panic panorama pant panther papa papaci papal parachut paradigm paradox
    paraguai paramilitari paramount paranorm paraphras parasit parcel pardon parenthes parisian parkwai parol parrot
    parson partisan partit pascal pasha passiv passport pastur patel patern paterson patholog pathwai patienc
    patriarch patriot patronag patterson patton paula paulin paus pave pawn payload payn pb peacefulli peacock pearson
    peasant peck peculiar pedal pedestrian pediatr peel peerag peggi penal pencil penetr peni penni pentagon penultim
    pepper pepsi perci perenni perez perimet peripher perish perkin perpendicular perpetr perpetu persecut persia
    persona pertain pertin peruvian pest petal peterson petrol petroleum petti phantom pharaoh pharmaceut pharmaci
    phelp philanthrop philharmon philipp phosphat photon phylli physiolog pickup picnic pictori picturesqu pie pierc
    pig pigeon pike pile pilgrim pilgrimag pillar pipelin piper piraci pistol piston piti pitt piu pivot pixel pizza
    plagiar plagu plainli plaintiff planetari plasma plaster plato platoon playabl playback playboi playground
    playhous playstat plea plead pledg plug plugin plumag plymouth pneumonia pod podium poe poetic pointer poison
    poker pol polar policeman policemen pollen polli polo polym polynomi polytechn ponc poni populac popularli
    porcelain porch pork porn pornograph pornographi porsch portabl portsmouth pose postag postcod postdoctor
    posterior postgradu postmast postur postwar potassium potato potent potomac poultri pour pow powerhous practis
    practition prai prairi pratt preach preacher precinct preciou precipit precursor predat predomin prefac prefect
    prehistor prelat prelud prematur premium prep preparatori preschool prescrib prescript preslei prestig preston
    presumpt pretend prevail preval priesthood printer priori privi probat probe processor proclam procur
    professorship profound prolifer prologu prolong promo promptli prone pronoun prop propag propel propheci prophet
    propon proposit proprietari proprietor propuls prosper prostitut protector proton provoc provok provost proxi
    prussia prussian psychedel psychiatr psychiatri psychiatrist psychic psychologist pu pueblo pulitz pulp puls pun
    punch punctuat punit punjabi punt puppetri purdu purg puriti purport purs pursuant putin putnam puzzl pyramid
    python qatar quad quai quaker quantit quarantin quarri queer queue quicker quietli quinn quintet quiz quota quotat
    quran rabbit racehors racer rack radial radioact rae rafael rage raider rainforest raini raleigh rama ramo ramon
    ramp ramsai ramsei rand randal randi randolph randomli ransom rant raphael rat ratif ratifi raven rb rbi rca react
    reactiv reactor readabl readership reagan realism reassess reassign rebelli rebuild recaptur receptor recess recip
    reclaim recogniz reconcil reconcili reconsid recount recycl reddish redempt redesign redevelop rediscov reef reel
    reelect reev refin refineri refrain refurbish regain regenc regener regga regina reginald registrar registri
    regret rehears reich reilli reinstat reissu rejoin relax relianc relic reliev reluctantli remad remarri rematch
    remembr remind reminisc renault rendit reno rental renumb reorgan rep repeal repertoir repertori repetit replai
    replic replica repositori repress repris reproduc reptil republish reset residu reson respectfulli respiratori
    restart restructur resurg resurrect retali retent retract retrospect reus reuter revel rever revisit revok revolv
    revu reword rework rex rey rfd rh rhetor rhine rhode rhodesia rhyme rhythmic ri rib ribbon ricardo richest richi
    richter ricki ridden rift rig riga rightli rigid rigor rilei rim rink riot rip risen riski rita rite rivera
    riversid rn rna roadwai robberi robbi robbin roberto robust rochest rockefel rode rodeo rodger rodnei rodrigo
    rodriguez roe rogu roland rollback roller rom romeo romero romnei ronni rope rosario rosemari rosenberg rosi
    rotari roth rothschild rotor rotten rotterdam roug roundabout rover rower rowland royalist royalti rubbish rubbl
    rubi rubin rude rudolf rudolph rue rufu rug ruiz rum rumor runawai runoff rupert russ rusti rutger rutherford
    ruthless rv rwanda sabotag sac sack sacramento saddl sadli safari safer saga sage sahara sal salem salesman
    salisburi salmon salon saloon salut salvador salvag salvat samantha sammi samoa samson samsung samurai sanchez
    sander sandra sandston sandwich sanit sanskrit santo sap sarajevo saskatchewan satan satir satisfact satisfactori
    saturn sauc saul saunder savag savannah savoi sawyer sax saxon saxoni saxophonist sb scam scandinavia scandinavian
    scar scarc scare scari scarlet sceneri scenic schema schmidt schneider schooner schwartz scientolog scot scotia
    scream screw scriptur scroll scrub scrutini sculpt sd seaman sear seasid sebastian secess secreci secretariat sect
    sedan sediment sega segreg seismic seizur seldom selector seller semant semest semi semiconductor semin seminar
    sen seneg sensat sensibl sensor sensori sentiment seoul sept serb sergei sergio sermon serpent setup seventeenth
    seventi sewag sexi seymour sgt shade shaft shake shale shane shannon sharehold shark sharon sharpli shatter shawn
    shea shear sheer sheikh sheila shelbi sheldon shelf shellei shepherd sheridan sherman sherwood shin shine shini
    shipbuild shipment shipyard shire shirlei shit shiva shooter shootout shorelin shortag shortcut shortest shotgun
    shout shower shrimp shropshir shrub shuttl shy siberia sic sicili sid sidebar sidnei sigh sigma signifi signpost
    sikh silicon sim simmon simpler simplest simplic simplifi simul simulcast sin sincer sinclair sinist sink sioux
    sire sitcom sixteenth sixti skater skelet skeleton skeptic skier skinner skip skipper skylin skyscrap slab slain
    slalom slam slang slate slater slaughter slavic sleeper sleev slender slept slice slim slip sloan slogan slovak
    slovakia slovenia slovenian slower sm smash smell smile smithsonian smoothli smuggl sn snail snap sniper snout
    snyder societ sociologist soda sodium sofia softbal sol solicitor solidar solitari soloist somali somalia somedai
    sonata sonia sonic sonni sooner sophi sophia sophomor sorrow soup sour southampton southbound southernmost
    southward sovereignti sox spaniard spark sparrow spars spatial spawn spear spectacular spectral speedili speedwai
    spelt sperm spheric spi spice spike spill spinal spine spiral spire spokesman spokesperson spontan sporad
    sportsman spotlight spous sprai springfield sprinter spun spur spuriou sql squash squirrel stab stack staf
    stafford stain stainless stair staircas stalin stalk stall stallion stan standpoint stanton stapl stark starr
    startup statesman statewid stationari statur statutori steadili steamer steamship stefan stein steiner stella
    stellar stephani stephenson stereo stereotyp sterl stevenson steward sticki stiff stimul stimuli stimulu sting
    stipul stirl stoke stole stomach stoni storei stout strai straightforward strait strand stranger strasbourg strata
    strauss straw strawberri streetcar strengthen stricken strikeout striker stripe strive stronghold stud stuf stun
    stunt stuttgart stylist styliz subcommitte subdivid subgroup submerg subordin subscrib subsect subsidi substant
    substrat subtl subtrop subwai suffic suffix suffolk suffrag sufi sulfur sumatra summar summon sunlight sunni
    sunris sunset sunshin sup superb superfici superman supermarket supernatur supersed superstar supplementari
    supplier suppress supremaci surf surg surpass surplu surprisingli surrei surveyor suscept susquehanna sutherland
    sutton suzann suzuki sw swai swallow swami swamp swan swansea swap swear sweep swept swiftli syllabl sylvia
    symmetr symmetri sympathet sympathi symphon symposium synagogu syndic synod synopsi syntax synthes synthet syracus
    tablet tabloid taipei taiwanes takeoff takeov talbot taliban taller tallest talli tam tampa tandem tango tanker
    tanner tanzania tao tap tar tara tasmania tasmanian tat tate tattoo tavern taxat taxi taxonom taxonomi tb tc
    teaser technician teddi tediou tehran telecommun telescop telugu temp temper tempo tempor tempt tenant tendenti
    tens tent teresa terra terrestri testifi textual textur thame thanksgiv thatcher thee theft themat thenc theodor
    theologian theorist therapeut therapist therein thereof theresa thicker thief thiev thinker thirteenth thor
    thornton thou thrive throat thrust thunder thy tibet tibetan tick tidal tiffani tightli tild tile timestamp timet
    timor timothi tina tipperari titan titular tl tm tn tobago tobi toe toilet token toledo toler tolkien tong tonga
    tooth topograph topographi topolog tor torah torch tori torqu torr toss toulous tow townsend toyota traci tract
    traction tractor trader tragic trajectori tram transcrib transcript transient transplant transvers trash trauma
    travers travi treason treatis tremend trench trent trevor triangular tribun tricki trillion trinidad tripod
    triumph troi troll trombon troup trout truce truman truncat trustworthi ts tsar tsunami tuberculosi tubular tucker
    tucson tudor tug tuition tulsa tumor tunisia tunisian turbin turbul turf turin turk turmoil turnout turnov turnpik
    turret turtl tutor tutori tweak twelfth twilight twinkl twist tx ty typhoon typo tyre tyron tyson ucla ufo ugli uh
    ulster ultra umbrella umpir unambigu unauthor unavail unbeaten unbias uncertainti unchang uncivil uncomfort
    unconsci unconstitut uncontroversi unconvent uncov undat undef undercov undergo undergon undermin undersid
    undertak underworld undesir undid undisclos undo undon undoubtedli undu unemploi unemploy unesco uneven
    unexpectedli unexplain unfair unfamiliar unfinish unfound unhappi unhelp unicod unidentifi unif uniformli unilater
    uninhabit unitari unix unlaw unlimit unmarri unnecessarili unoppos unpaid unpleas unpopular unpreced unprotect
    unpublish unreason unremark unresolv unrest unsaf unseen unsign unspecifi unstabl unsuit unsupport unsur untitl
    unto untru unwant unwil up upbring updat upheld uphold upright upsid upstair upstream upward ur uranium urdu
    urgent urin uruguai uruguayan usabl usaf usb ut utrecht utter utterli uv uzbekistan vacanc vacat vaccin vacuum
    vain val vale valencia valentin valeri valuat vampir vanderbilt vanessa vanguard vanish vapor varga varianc
    various varsiti vascular vastli vatican vaudevil vaughan vault vegetarian veil vein velvet vendor venetian
    venezuelan vengeanc venom vent ventil ventral vera verbal verbatim verd verdi verdict verg vernacular vernon
    veronica versatil vertex vest veterinari veto vh viaduct vibrant vibrat vic vicar vicent viceroi viciou vie
    viewpoint vigor vike vila villain vinc vine vineyard vintag violet violinist vip viral virus visa viscount vishnu
    vista vitamin viva vivian vivid viz vladimir vocabulari vocat vogu void volatil volcano voluntarili vow vp vt wade
    wage wagon waist waiv walnut walsh walt walton waltz wan wander wanna warden ware warmer warship warwick wash wasp
    waterfal waterford waterfront waterloo waterwai watkin wavelength wax wc weaken weaker weasel weav weaver webb
    weber webster weed weekdai weigh weir weiss welch welterweight wen wendi weslei wesleyan westbound westminst
    weston westward wetland whale wharf wheelchair wheeler whereabout wherebi wherein wherev whichev whip whiskei
    whistl whitish whitnei whoever wholesal wi wick widen wii wildcat wildli wilei wilkinson willard willi williamson
    willing willow wilmington wimbledon winchest windsor wineri winger winnipeg winston wipe witchcraft withstand
    wizard wolfgang wolv wong woodi woodward wool worcest wordpress workforc workplac worm worthless worthwhil woven
    wrap wreck wreckag wrist wrongli wt wwii wyatt wyom xavier xii xiii xiv xml xv xvi xxx yacht yanke yate yearbook
    yeast yellowish yemen yen yep yiddish yo yoga yuan yugoslav yuri zagreb zambia zen zeu zimbabw zinc zion zionist
    zip zoe zombi zoologi zoom`,
  `aachen abbasid abbess abbi abdic abigail abner abod abolitionist abound abram abras abridg abrupt absente abstin
    abundantli abyss acacia academician acced accompanist accomplic accra accru accustom acet achil aclu acm acorn
    acosta acquitt acreag acrobat acryl acton acupunctur adagio addendum addison adel aden adept adhes adj adjourn
    admonish ado adolfo adolph adoni ador adrenalin adriana adriat adrienn adrift adulteri adv adventist adversari
    aegean aegi aerob aerodynam aeronaut afar affection affidavit affix afflict afield afloat afoul afrikaan afro
    afterlif agar agatha agglomer aggrav agil agit agnew agnost agoni agra agreeabl aground aguilar aguirr aha aida
    aiken ail ailment airi airlift airman airmen airship airspac airstrip airwav aisha akbar akron aladdin alamo
    alaskan alb albatross alchemi alchemist alden alder aldermen aldo aleppo alexei alford alger algier alibi alight
    alistair alkali alkalin allahabad allegheni allegor allegori allegro allentown allerg allergi allig allud allus
    alluvi alm almanac almighti almond aloft alonzo aloud alphons alsac alston alta alterc altman alton alum alumna
    alvarado alvarez alzheim amadeu amalia amarillo amazingli ambival amd americana amherst amic amiga amish amman
    ammo ammonia amnesia amorph amphibian amphitheat amphitheatr amplif amput amt amulet amur anachronist anaerob
    anaheim anarch anarchi anastasia anatolia anatolian anatom ancillari and andalusia andaman andant andean andorra
    andrei andromeda anecdot anemia anemon anesthesia anew angelica angelina angi angler anglia anglo angolan angrili
    angst anguish animos anion ankara annapoli annett annihil annoy annuiti annul annular anod anomal anomali anselm
    ansi antagon anteced antelop anthropomorph antiaircraft antibiot antic antidot antigen antigua antil antioch
    antiquari antiquarian antitrust antoinett antonia anu anvil anxiou anyhow anzac apathi aphrodit apiec apocalypt
    apocryph apostroph appal appalachian apparel apparit appeas append appendag appetit applaud applaus appleton
    appointe apprais apprehend apprehens apprent apron aps apt aptitud aptli aqua aquacultur aqueduct aqueou aquif
    aquila aquina aquino aquitain arabl arama ararat arbit arboretum arcadia arcan archangel archdeacon archduk
    archetyp archivist archwai arden ardent arduou argentinian argo argyl ari arisen arjuna armada armageddon armand
    armando armistic armori arnhem arno aroma aromat aron arous arrowhead arroyo arson artemi arthriti arthropod arti
    artisan artistri arturo aruba aryan asap asbesto ascertain ascet ascii ascot asexu asham ashanti ashevil ashram
    asiat asimov asl aspen aspers asphalt asquith assad assai assail assames assemblag assemblyman assent assessor
    assimil assisi assort assyria aster asterisk asthma astonish astor astoria astound astral astrolog astrophys
    astrophysicist asturia astut asymmetr asymmetri asymptot asynchron ateli atheism athena athenian atkin atm atol
    aton atrium attila attir attrit atv atwood atyp aubrei audi audibl audiovisu auditori audubon augsburg aura
    auschwitz auspici aussi austen auster australasia authoritarian autist autograph autoimmun automaton autopsi
    avalon avers avert avian avignon avila avion avon awak awfulli awhil awkwardli axial axiom ayala ayatollah ayer
    ayrshir azor aztec azur babe babel babylonian baccalaur bacchu backer backpack backstori backstrok backyard baden
    badger baffl baggag bahia bailiff bailout bakersfield balboa bale balfour balines ballard ballast ballerina
    ballist ballpark bancroft bandi bane bangor bani banish banknot bantam bantamweight bantu barb barbarian barbecu
    barbi barbour barclai bard barefoot bargain barklei barlei barnaba baro barren barricad barron bartend barth
    bartholomew baruch basalt baseless bash basra basso bassoon bastard bastion bathtub batista batsmen batu baum
    bayer bayesian baylor bayonet bayou bazaar bbb beagl beaslei beatif beatifi beatriz beau beaufort becki bede
    bedouin bedrock bedsid beech beecher beggar beginn behead behest behold beig bela belfri belinda bellami belliger
    bellini bellow benchmark bender benedictin benefactor beneficiari benevol benign benin benito bequest berber beret
    bergman bernadett bernardo bernic bertha berti bertram bertrand berwick beryl beset bespok bess bessi bethani
    bethesda bethlehem betroth betsi beverlei bewar beyer bhopal bhutto bianca bibliograph bicentenni bicker bidder
    biddl biden bigfoot bigotri biker bikini bilbao bile billiard bimonthli binder binghamton bingo binomi biochem
    biochemist biospher bipartisan biplan bipolar birdi biscuit bishopr bismarck bitch bitcoin bitten bitterli
    bittersweet bk blackberri blackbird blackjack blackmail blackout blackston bladder blain blanca blanchard
    blasphemi blazer bleach bleak blender blight blindli blink blitz blizzard bloat blob bloch blockbust blockchain
    bloodsh bloomfield bloomington bloomsburi blossom blotch blu bluebird blueprint bluetooth bluish bluntli blur
    blurri blvd blyth bm boa boar boarder boardwalk bobcat bode bodybuild bodywork boer bogi boilerpl bois boldfac
    boldli bole boleyn bolivar bolivian bolshevik bolster bombardi bonapart bondag bonfir bong bongo boni bonifac
    bonner bonnet bono bonus boo boogi booksel bookshop boolean boomerang booster booti bootleg bop borden boredom
    borg boron bosch bose boswel botch bottleneck bouquet bourbon bourgeoi bourgeoisi bournemouth boutiqu bovin bowel
    bower boycot boyer boyhood bpm bra bracelet brackish bradburi bradshaw bragg brahm brahma brahman brahmin brai
    braid braill brainchild brampton brandenburg brandi brandt brant brash brat bratislava brawl breaker breaststrok
    brecht breech breeder breez brenner brest bret breviti brewster brexit bribe briberi brice bridal bridgehead
    bridgeport bridget briefcas brigham brightest brightli brigitt brillianc brilliantli brine brink bristl brit
    britannia britnei briton britt britten brittl brno broaden broadest broadsid brochur brokerag bronson brood broom
    broth brothel brow brownsvil bruckner bruis brunt brute brutu bryce buccan buckey buckl budgetari buff buffet
    buggi bugl bugzilla buick buildup bulb bulg bulki bullion bullock bullpen bullshit bum bump bumper bun bundestag
    bungalow bunk bunt buoi buoyanc burbank burch burg burgeon burglar burglari burgundi burlesqu burner burnsid burr
    burrough burundi busbi bushi buster butch buyout byer bylaw byproduct bystand byzantium cabbag cabot cabral
    cabrera cactu cad cadenc cadillac cadr cafeteria caffein cairn caitlin cajun calai calam caleb caledonia calf
    calhoun cali calibr calif californian callaghan callahan caller calligraphi calmli calori calv calvari calvert
    calvinist calypso camacho cambodian cambrian cameraman camil camilla camouflag camper campground campo campsit can
    canaan canin cann cannib cannonbal canteen cantilev canto cantones cantor canvas capacit capacitor capella
    capillari capitul capon capri capsiz captainci captor cara caraca carbin carbohydr carcass carcinoma cardboard
    cardiolog carefre caregiv careless cari carib caricatur carli carlin carlyl carmichael carmin carnag carnei
    carnivor carousel carp carpentri carriagewai carrillo carrot cartesian carthag carthaginian cartier cartilag
    cartograph cartographi cartwright caruso casablanca casanova cashier casket caspar casper caspian cassandra cassi
    cassiu castor catalyt catalyz catapult catchphras catech caterpillar catfish cathod cation cato caucasian caudal
    cauldron causal causat causewai cautious cavali caveat cavendish cavern cayman cebu cedric celebratori celest
    celia cellist cellulos celsiu censur census centaur centerpiec centrifug centrist centurion cere cereal cervant
    cervic cesar cessat cessna chadwick chagrin chairmanship chairmen chairwoman chameleon champ champaign champlain
    chanceri chandigarh chanei chanel chap chaplin charcoal charger chariot charisma charismat charlei charlemagn
    charlottesvil chaser chastiti chattanooga chaucer chauffeur chavez cheapest cheapli chechen chechnya checker
    checkpoint cheek cheerlead cheetah chekhov chem chemotherapi chenei chengdu cherish cheryl chesterfield chevi
    chevron chew cheyenn chiba chic chicano chick chico chieftain chihuahua childbirth childcar childish childless
    chili chill chime chimpanze chinatown chino chippewa chiropract chisholm chivalri chlorin choctaw cholera
    cholesterol chomski chongq chop chopin chopper choppi chopra chore chorus chou chow christen christensen chromat
    chromium chunk churchman chute cicero cider cigar cilia cinderella cinnamon cipher circuitri circumcis circumfer
    circumstanti circumv cisco claimant clam clamp clanci clandestin clap clapton clarendon clarinetist clarion
    clarissa clasp clau claudio claudiu claw cleanli cleans cleavag clef cleft clem clemen clemenc clemson cleo
    cleopatra clergymen cleverli climact climber cline clinician clint clio clipper cliqu cloak clockwork cloister
    closet cloudi clover clovi clueless clump clumsi clunki coars coauthor cobalt cochin cochran cock cocoa cocoon
    coda codifi coeduc coerc coercion coexist coffei cognat cohes cohort coi coimbator cola colbert colbi colder
    coldest coleridg colett coliseum collag collat colleen collus colorless coloss colossu coltran comanch comb combo
    comm commissar commissari compassion compatriot complexion compliment complimentari comprehend compressor comptrol
    compuls computer comt con concav conclav concours concubin concuss condescend condol condom condominium condor
    conduc conduit confectioneri confession confessor confucian confuciu confusingli cong congenit congoles congratul
    congressmen congresswoman congruent conjug conlei conn conner connolli connor connot conqueror conscienti
    conscript consequenti conservat conservationist conspir constabulari constitution constrain constructor consular
    consumm contagi contempl contemporan contextu contigu contour contracept contractu contravent contrera contriv
    convect convention conveyor convincingli convoc convolut coo cookbook cookeri coolant coolei coolest coolidg coon
    coop copeland copiou coppola coptic cora cordelia cordial cordon corei corfu cori corinn corinth corinthian
    cornelia cornet cornic corolla corollari corona coronado coronari corral correspondingli corrobor corros corrug
    corsica cort cortez cortic corvett corvu cosbi cosmolog cosmonaut cosmopolitan cossack couch cougar cough coulter
    councilman councilor counsellor countabl counteract counterattack counterfeit counterpoint counterproduct
    countryman countrymen courteou courtier courtroom courtship covertli covet covid covington coward cowardli cowlei
    cowork coyot cpa cpi cpr crackdown cracker cradl craftsman craftsmanship craftsmen crag cramp cranial crank
    crankshaft crappi crate craven crawl craze creami credenc cree creep creepi creighton cremat crematorium creol
    crete crevic crewmen cri crichton crimean criminolog crippl crise cristina croat crockett crocodil cronin crook
    crossfir crouch crowdfund crt crucibl crucifi crucifix crucifixion crumbl crunch crustacean crux crypt cryptic
    cryptographi crystallin cst cuckoo cucumb cuff cull culprit cumbersom cun cunard cuneiform cupid cupola cur curfew
    curious curler curli curricula cursor cursori curt curtail cushion cusp custer custodian cutoff cyanid cyberspac
    cyclic cyclop cymbal cynic cypress cytoplasm czar dada daffi daft daimler dakar dalai dalei damian damien damp
    dandi dane danvil daphn darbi darci daredevil darfur dario dariu darken darkest darn darrel darryl daryl daunt
    dauphin davao daw daybreak dazzl deactiv deadliest deadlock dealership dearth deathb deb debacl debian debit debra
    debtor debug debunk debussi decapit decatur decca deccan deceit deceiv decenc decentr decidedli decidu deciph
    decker declassifi decod decoi decompos decompress deduc deduct deepen defamatori defer defi defianc defiant
    deflect deforest deform degener dehydr delanei delano delgado deli delia delicaci delici delin delinqu delphi
    delus delv demarc demeanor dementia demetriu demographi dempsei deng denser dent dentistri denton department
    deplet depopul derail derelict derid dermatolog derrick descart descriptor desegreg desist desol despis dessert
    destitut deter determinist deterr deton detour detractor devin devoid devolv devonian dew dewitt dh diacrit
    diaphragm diarrhea diaz dichotomi dickei dicken dickerson dicki didact dieter dietrich diffract digger dignifi
    dignitari dike dilapid dilig dillard dilut dim dime diminut dina dinah diner ding dino diod dion dipol
    directorship dirk disallow disapprov disarm disarma disarrai disassembl disbelief discern discomfort disconnect
    discont discord discover discreet discrep discriminatori discu disdain disembark disengag disestablish disgrac
    disgruntl disgust dishonest dishonesti disillus disinform disingenu disintegr disinterest disjoint dismai dismal
    dismount disneyland disobedi disorderli disorgan dispar disparag dispens dispensari displeas displeasur
    disproportion disprov disqualif disrepair disrespect diss dissatisfact dissatisfi dissect disservic dissid
    dissimilar dissip dissoci dissuad distantli distil distraught distrust diva diverg diversif divest dividend dix
    dizzi djibouti dmitri dockyard dodgi dodo dodson dogma dogmat doha dolbi dole dolli dolor domesdai dominica
    dominiqu domino dona donahu donaldson donetsk donizetti donn donni doolei doomsdai dope doppler doreen dorian
    doric dorm dorothea dorsei dortmund dosag dossier doubledai doubli doubtless dough douglass dow dowag downgrad
    downright downstair downturn dowri drab draftsman dragonfli dragoon drank drape dravidian drawback drawer dread
    dreamer dredg dressag dreyfu drier driest drip drivewai droplet druid dryden dst dualiti duan dubrovnik dubuqu
    ducal duct duff duh dui duluth duma dun dunbar dunedin dung dunk dunkirk dunlap dunno duplex dupont durabl duran
    durant durban dusk duski dusti dustin dutchman dwarv dwayn dweller dwindl dyke dynamit dynast dysfunct dyson dz
    eagerli earldom earmark earnhardt earthen earthli earthwork earwig easterli easternmost eastman eastwood eater eav
    ebai ebert ebola eboni echelon eco ecologist ecstasi ecstat ecuadorian ecumen edict edific editorship edmond edna
    edt edwardian eel eeri effigi egalitarian egregi ehrlich ei eigenvalu eisner elaps elast elb electra electrician
    electrod electrolyt electronica electrostat elegi elf elgar elicit elijah elis elisa elisha elizabethan ell
    ellington ellips ellipt ellison elmer elmo eloqu elsa elsi elton elus elv elvira eman emancip emanuel emb embank
    embargo embellish embezzl emblemat embodi embroid embroideri embroil embryo embryon emeri emilia emilio eminem
    emissari emmett emo emori empathi emphat empow emu emul enamel encamp encas enchant encircl enclav encroach
    endlessli engel englishman engulf enid enigma enigmat enmiti enoch enquiri enrich enrico enshrin entail entangl
    enthron entomolog entomologist entourag entrench entrepreneuri enumer envi environmentalist envisag eocen ephemer
    ephraim epicent epidemiolog epilepsi epilogu epiphani epistemolog epistl epitaph epitom epsilon epsom epstein
    equatori equin equinox equit erad eras erasmu ergo erica erich erickson ericsson erika eritrea ernesto erni ero
    errant errat errol erstwhil erwin escarp eskimo esl esmeralda esoter esperanto esperanza esplanad espous esquir
    essen est esteban esteem estel ester estrada estrogen eta etch ether ethernet ethnolog etho etiquett eton etruscan
    eucalyptu eucharist euclid euclidean eugenia eugenio euler eulogi eunic eunuch euphem eurasia eurasian eureka
    euthanasia evansvil evapor everest everglad everlast evoc evok ew exacerb exalt exceedingli exchequ excis exclam
    excommun excurs exec execution executor exemplifi exert exhibitor exhum existenti exoner expatri expend
    exploratori expon exponenti expressionist exquisit extermin extinguish extort extracurricular extradit extran
    extraordinarili extraterrestri extravag extremist eyebrow eyesight eyewit eyr ezekiel ezra fabian fabl fabul
    facelift facet facsimil fad fahrenheit fai faintli fairbank fairest fairfield fairground faisal faithfulli
    falkland fallaci fallout falsehood falsifi fanat fandom fanfar fanzin faradai farc fargo farlei farmington
    farthest fasten fatherland fathom fatima faulkner faust fawn fax fay fayettevil fdr fearless featherweight fece
    federalist federico feebl felic felicia feloni femur fen fencer fend fender fer feral fergu ferment fermi feroci
    fervent fetal fetch fetish fetu fewest fiasco fiberglass fibrou fiddler fidel fief fielder fieldwork fieri fiesta
    fife fiftieth figaro figueroa figurehead figurin fijian filament filler fillmor filthi filtrat finder finer
    fingerprint fink finlei fir firebal firefli fireman firemen fireplac firepow firewal firewood firmwar firsthand
    firth fishi fisk fission fitch fitzpatrick fitzroi fixabl fixat fjord fla flagstaff flair flake flamboy flamenco
    flamingo flammabl flanagan flap flare flatter flawless flax flea fledgl fleec fleshi flex flick flier flimsi fling
    flirt flo flop floppi florentin flu fluctuat fluenci fluentli fluff fluffi fluoresc fluorid flurri flush flyover
    flyweight foal focuss fodder foe foggi fokker folio folli followup folsom fondli foodstuff foolish footbridg
    foothold footpath footwear fora forag forai forbad forbid forcefulli forearm foreclosur foresight forfeit forgeri
    forgiven forgo formosa fortnight fortnightli foucault fourier fowl foyer fractal fragmentari fragranc fragrant
    frai frail francesca francin franck francoi frankel frankenstein frantic fraught frazier freder fredericksburg
    freedman freedmen freehold freemason freemasonri freer freewar freezer frei freighter fremont frenchman frenzi
    freshli freshmen fresno friar fridg friez fright frighten frisian frontag frown froze fruition fruitless frye ftc
    ftp fuch fuell fuent fugu fuji fujiwara fukuoka fulbright fullest fume fundamentalist fungal funki funnel funniest
    furlong furri further furthest fuss futil futurist gabon gabriela gael gag gage gaia gainesvil gait galact galen
    galile gall gallant gallei gallo gallow gallowai gallup galveston gambia gambit gambler gamer gareth garibaldi
    garlic garnet garri garrick garter garth garvei garza gaseou gastric gastrointestin gaul gauntlet gaussian gayl
    gaze gazet gd gecko ged gee geek gees geffen geiger gemini generos geneticist geneviev genghi geni genit genitalia
    gent gentil geophys geopolit georgina geotherm geraldin gerardo gerber germ germin geronimo gershwin gestapo
    gestat getawai getti gettysburg ghent ghostli gibberish gibbon gideon gigant gilberto gilchrist gild gillespi
    gillett gilliam gillian gilmor gilt gimm gimmick gin gino giraff gist github giuliani gladi gladiat gladli
    gladston glamor glamour gland glandular glare glastonburi glaze gleason glee glendal glide glimps glitch glitter
    globular gloomi glorifi gloss glossari glossi glow glu glue gmt gnome goali gob goblin goddard godfath godmoth
    godzilla goeth goff golan goldi goliath gondola gonzal gonzalo goo goodnight goodrich goodwil goodyear goofi goon
    gop gorbachev gorgeou gori gorilla gosh goth gotham gourmet gover governorship gown goya gpa gpu graci graciou
    grad grader gradi graft grafton grail gramophon grandchild grandeur grandios grandma grandpa grandstand granni
    granul granular graphit grappl grasshopp grassi gratuit graveston greas greed greedi greenish greenpeac greensboro
    greenvil greer gregorian gregorio grenada grenadi grenobl gresham greta gretchen greyhound greyish gridiron griev
    grievanc grill grim grime grimm grin grind grist grit gritti grizzli grocer groin grossli grotesqu grotto
    groundwork grover grower grub grudg gruesom grundi guadalajara guadalcan guadalup guadeloup guangzhou guantanamo
    guardianship guatemalan guelph guerilla guernsei guerra guevara guggenheim guiana guidebook guido guillermo
    guillotin guinean gujarati gulch gull gulli gunboat gunfight gunman gunmen gunneri gunpoint gunpowd gunshot
    gunther gurnei gust gustavo gutenberg gutierrez guzman gypsum haa haber habitu hacienda hacknei hade hadrian
    haggard hahn haifa haiku hairdress hairless hairstyl halei halfback hallmark hallucin hallwai halsei halv
    hamiltonian hamlin hamstr handel handgun handheld handicraft handler handmad handwrit handwritten hangul hangzhou
    hannib hanoi happier hardback harden hardin hardship hardwood harem harlan harlequin harlow harpsichord harrisburg
    harrow harsher harshli hartman hasbro hashtag hassl hasti hastili hatchback hatchet hatfield hath hathawai hatti
    havoc haw hawker hawthorn haydn haywood haze he headach headland headlight headmistress headphon headston headwat
    healer healthier heap hearsai hearst heartbeat heartbreak heartbroken heartfelt hearth heartland heater heaviest
    hebrid hedgehog heed hegel hegemoni heidegg heidi heighten heist helga helic helium helix hellen hellenist heller
    helper helpless hem hemingwai hemoglobin hemorrhag hemp hen henceforth henchmen hendrick hendrix henlei hennessi
    henrietta henson hepat hepburn heraldri herbac herbal hereaft herebi hereford herein heresi heret herm hermit
    hermitag herod herodotu heroism heron herrera hershei hertz hesit hess hessian hester heterogen heterosexu hex
    hexagon heydai heywood hezbollah hf hg hickei hickman hickori hideou hideout hierarch hijack hiker hilari hilbert
    hilda hilltop himalaya himmler hindenburg hinder hindranc hindsight hindustan hindustani hine hing hinterland
    hinton hippi hiram hiroshima hitch hitchcock hitherto hitter hive hmong hoard hobb hog hogarth hoist hokkaido
    holist holman holstein homecom homemad homemak homeopathi homeown homogen homophob homophobia honduran hone
    honeycomb honeymoon honorif hoop hooper hopeless hopelessli hopper horatio hord hornet horowitz horrif horrifi
    horseman horsemen horsepow horsesho horticultur hose hospic hostess hotli hotter hottest hound housekeep housew
    housewif hove hover howitz hsbc ht hubbl huber hud hue huei huerta huff huffman hug huguenot hum humanist
    humankind humanoid humberto humboldt humil humili hummingbird humorist hump huntsvil hurd hurdler hurlei hurler
    huron hurri hurst husbandri hush huski hussar hustl huston huxlei hwy hydra hydrocarbon hydrolysi hymnal hype
    hyper hyperbol hyperion hypertens hypnosi hypnot hypocrisi hypocrit hypothes hyster hysteria hyundai ibadan iberia
    iberian ibi ibid ibiza icaru iceberg ici icu id idealist idiom idiomat idiosyncrat iffi ignacio ignatiu igneou
    ignit ik ila illicit illiter illog illu illustri imbal imf immacul immateri immers immor immunolog imp impart
    impass impati impeach impecc imped impedi imper imperfect imperson impetu implant implicitli imposit impract
    imprecis impresario impressionist improb impromptu impun impur inaccuraci inanim inbound inca incandesc incapacit
    incendiari incens incest incis incit incoher incompet incomprehens inconclus inconsequenti inconveni incub incurs
    indebt indec indent indentur indetermin indiffer indigo indira indispens indistinct indistinguish indochina indra
    indu inducte indulg ineffici inept inert inerti inertia inexperi inexplic infatu infer inferno infest infidel
    infield infight infiltr infirmari infloresc inflow influenza infrequ infuri infus ingeni ingenu ingest ingram
    ingrid inhal inhuman innat innocu innumer inorgan inpati inquest inquir inquisit insecur insensit insepar inset
    inshor insofar insolubl insolv insomnia instantan instig instinct institution instrumentalist insul insular
    insulin insurrect intang intellect intensif interceptor intercess intercollegi interconnect intercontinent
    intercours interestingli interf interfaith interlock interlud intermediari international interperson interplai
    interplanetari interpol interraci interstellar intertwin interwoven intestin intimaci intimid intoler inton intox
    intraven intrigu introspect intrud intrus inuit inund invalu investitur invinc invoc involuntari inward iodin
    ionic ioniz iota ipad ipo ipod iqbal iridesc irishman irma ironclad iroquoi irrat irregularli irreplac irresist
    irrespect irrespons irrevers irrit irvin isaiah isfahan ishmael isidro islamabad islamist islet ism isomorph
    isotop issuanc isthmu italic ithaca itiner itinerari ito iva jab jackpot jacobi jacobit jacobson jag jagger
    jainism jaipur jamal jambore jamestown jana jani janic janin janitor jansen janu jare jarrett jarvi jasmin javanes
    javelin jayn jeanett jeanni jed jedi jeep jeev jefferi jehovah jekyl jelli jellyfish jenna jenner jeopardi jericho
    jerk jester jetti jewri jfk jigsaw jihad jingl jive joann joaquin jocelyn jock jodi johanna jokingli jolli jonah
    joplin jordanian josephu josi josiah journeyman joy joyou juana juanita juda judah judd judea judson jug juggl
    juici jukebox juliana juliett jumbo junctur junip juno jurass jurisprud juror justinian jute jutland juxtaposit jv
    kafka kalamazoo kale kali kamikaz kampala kandahar kangaroo kano kanpur kant karaok kari karin karla karma karol
    katharin kathryn katrina kaufman kauna kawasaki kay kayak kazakh kazan kc keat keaton keenan kellogg kelsei kelvin
    kendra kendrick kennel kenton kenyon kepler kern kerosen kettl keyn keyston keyword kgb khaki khalid khartoum
    khrushchev khulna khyber kia kibbutz kicker kickoff kidnapp kiel kiln kilogram kimberlei kimberli kinder kindl
    kindr kingfish kingpin kingship kinnei kinship kinsman kiosk kip kipl kirkland kirkpatrick kirsten kissing kitten
    kiwi klan kline klingon knack knapp kneel knesset knit knob knoll knopf knowingli knowl knuckl kobe kodak kohl
    konrad kosher kowloon kp kraft kremlin kri kristen kristin kristina kruger kubrick kudo kuhn kuomintang kurdistan
    kuwaiti kwan kyrgyzstan kyushu labrador labyrinth lace lacei laci lacklust lad lag lager lagrang lair laiti
    lakeland lakewood lakota lamar lamarck lame lament lamin lamont lana lancelot lancer lancet lander landfil
    landladi landon landri langlei lans laps laredo largo lark larval lash latenc latent latex latina latterli lauder
    laughabl launder laval lavend lavish lawless lawmak lawton lax layman laymen layton lazaru lcd leach leafi leah
    leakag leander leann lear leari leatheri leblanc ledg ledger leech leewai leftov legat leger lego lehman lei
    leibniz leila leland lemma lemonad lemur lender lengthen lenient lenni leonid leprosi lerner leslei lesotho lessen
    lest letterman lettuc leukemia levant leve leverag leviathan lew lewiston lexic lexicon lhasa libbi liberian
    librettist lice license lichen lichtenstein lick lieberman liechtenstein lien lifeboat lifelin ligament lighten
    liken lila lilac lilian lilith lill lilli lillian limbo limelight limousin limp lina lind lindbergh linden lindsei
    linearli lineman linen linger lingeri linkag linton linu lipid lipstick lira lisp lister liszt lite lithium
    livelihood livermor livi lix liza lizzi ljubljana llewellyn loader loaf loanword lobbyist lobster loci lockhe
    lockwood loco locu locust loft lofti loir loki lolita lombard lombardi loneli lonesom longhorn lonni lookup loom
    loon loonei loophol loot lope loren lorentz lorenz loretta lori lorna lorri louder loudli louie lourd lousi louvr
    lovecraft lowercas lowli loyalist loyola lsd lubbock luce lucian luciano lucid lucien lucif lucil lucinda luckili
    lucknow ludicr luger luggag luisa lukewarm lullabi lumin luminari luminos lump lunat luncheon lupin lupu lurk lush
    lust lute luz luzon lyceum lyle lyman lymph lymphoma lyndon lynett lynx macabr macaulai macbeth mace mach macho
    maci macintosh mackintosh macon macro macroscop madden maddox madeira madelein madelin mademoisel madg madman
    madrasa madurai maestro magdalen magdalena magellan magenta magi magma magnat magnesium magneto magnif magnolia
    magpi magyar mahabharata mahatma mahdi mahler mahogani mailer mainfram mainstai maiz majest majorli makeshift
    malabar malacca malagasi malayan maldiv maldonado malevol malform malfunct malian malibu malic malign mallet
    mallori malnutrit malt malwar mambo mammalian mammoth manchu manchuria mancini mandela mandi mandibl mane manfr
    manganes mango mangrov mani mania maniac manic manlei manli mannheim manslaught manson manti mantra manuela manur
    manx maori maratha marcelo marcia marconi marg margarita margo mariana mariano marietta marimba marisa marit mariu
    markedli markham markov marlborough marlei marlen marlin marlon marlow maroon marque marquess marquett marriott
    marrow marshi marta martel marten martian martina martini martiniqu martyrdom marxism mash masqu masquerad massag
    massei masteri mastermind masturb matador mather mathew mathi mathia matricul matron matthia mattress maud maui
    maureen mauricio mauritania mauro maverick maxima maximilian maxin mayan mayfair mayflow mayhem maynard mazda
    mcbride mccall mcclellan mcclure mcconnel mccormick mccullough mcdaniel mcdonnel mcdowel mcfadden mcgee mcgovern
    mcgowan mcguir mcintosh mcintyr mckee mckinlei mckinnei mcknight mclaughlin mcleod mcmillan mcnamara mcneil
    mcpherson mcqueen meager meander mecca medallion medford mediaev medial medicaid medicar medici mediocr medusa
    meek meh meier meiji meir mekong melancholi melinda mellon mellow melodrama melon meltdown melton melvin memo
    memorabilia menac mend mendel mendelssohn mendez mennonit menstrual menzi mercado mercantil merl mermaid merrick
    merritt merton mesopotamia messiah messian metallica metallurg metallurgi metamorphosi metaphys meteor meteorit
    meteorologist methan meticul mezzanin mica micah mich michelangelo michelin microb microbiolog microfilm
    microorgan microprocessor microscop microscopi middai middletown midget midpoint midshipman midsumm midtown
    midwestern midwif midwiferi midwiv mig milder mildr mileag milford milieu militarili militiamen milki millard
    millennia millet milli millimet miln mime mimi mimick minaret mindanao mindless minefield mineralog minerva
    minesweep minimalist minion mink minni minsk minster minstrel minuscul miocen mira miracul mirag misc miscarriag
    miscellani mischief mischiev misconcept misdemeanor miser miseri misfortun misguid misinform misinterpret misl
    mismanag mismatch misnom misplac misread misrepres misrepresent missi mississauga missoula misspel mist misti
    mistook mistreat mite mitig mitsubishi mitt moat mobster mockeri modal modem modesti modestli modulo modulu
    mogadishu mogul mohawk moir moira molar moldavia molina moll mollusc molten momentarili monet moni moniqu monmouth
    monochrom monogram monolith monologu monorail monoxid monsieur monsignor monstrou montag montagu montenegrin
    monterei monterrei montessori montevideo monti monticello montoya montserrat moog moonei moonlight moorish morai
    moratorium moravia moravian morgu moriarti morin morlei moro morphin mort mortim mortuari moselei moslei mosquito
    mosul motherboard motherhood motherland motlei motocross motorbik motorist motorola motown mott mottl mourner
    moustach mouthpiec movabl mover mozilla mpg mri mubarak mueller mufti mug mugab muir mulberri mulder mule mull
    mullen muller mulligan mullin multicultur multilater multilingu multiplex multipurpos mum mummi mundan murat
    murdoch muriel murki muscat musical musicolog musicologist musk musket mussolini mustang mustard mute mutil muzzl
    myle myra myriad myron myrtl mysor mysql naacp nab nader nadia nadin nadir nag nagasaki nagi nagoya nagpur nai
    nair nairobi nameless namibian nanj nanni nanotechnolog nant nap napa napier narcot nascent nasdaq nasser natal
    natalia natasha natchez naughti nauru nausea nautilu navajo navarr navarro nazaren nazareth nazism nco neapolitan
    near nearer neatli nebula necessit necklac nectar needi needless needlessli nefari negat nehru nell nelli nemesi
    neoclass neolith neonat nepales nepali nerd nestor neurologist neuter neutrino nevi newslett newsweek newsworthi
    newt nexu nguyen nicaraguan nicer nickelodeon nicosia nicotin nietzsch nightfal nightingal nightli nightlif
    nighttim nike nikita nikolai nikon nineti nippon nirvana nit nite nitrat nix noblemen noblewoman nocturn nod noisi
    nokia nome nonexist nonlinear nonpartisan nonstop nontrivi nonviol nonzero noodl norbert norma northerli northrop
    nostalg nostalgia nostril notari notch notebook novgorod noy nozzl nsa nth nuanc nucleic nuditi nugget nuisanc
    nuke numismat nunavut nuncio nuremberg nurtur nutshel nv nvidia nylon nymph oahu oaklei oat oaxaca obedi obelisk
    oberlin obes obit obj objection obligatori obliter oblivi oblivion oblong obnoxi obscen obsidian obstetr obstruct
    obtus obvers occident occult oceanograph oceanographi ochoa octav octopu ocular odessa odi odin odor oe offenbach
    offhand offshoot oftentim ogden ogr ois oj ola olaf olav oldenburg oldfield oldi olfactori olli olympiad olympu
    ombudsman omen omin omnibu oncolog oncom oneida ono onshor onslaught onu op opal opaqu opel operation operetta
    ophthalmolog opioid opium oppenheim opportunist oprah optimum ora orat oratori oratorio orb ordeal orderli
    ordinarili oriol orknei ornitholog ornithologist orpheu orr ortega orthodoxi orthogon orthographi orthopaed
    orthoped orwel osag oscil osman osprei otoh ounc oust outag outback outbound outbuild outburst outcast outcri
    outcrop outermost outlandish outli outliv outnumb outpati outsourc outtak outwardli outweigh ova ovari ovarian
    ovat overboard overcam overcrowd overdos overdr overdu overflow overgrown overh overhear overheard overkil overlai
    overlaid overload overlord overpass overpow overran overrul overrun overs overshadow overt overtak overtaken
    overthrew overthrown overtli overton overtook overtur overus overweight ovid oxen oyster ozon pacheco pacifist
    packard paddl paddock padilla padr pagoda paig painfulli paislei palat palau paleontolog paleontologist paler
    palett palladium palmerston palmyra palsi panamanian pancak pancreat panda pandora pane panelist pang panhandl
    panick panoram pantheon pantomim pap paperwork papyru par parabl parabol paragon paraguayan parallax paralysi
    paralyz paramed paranoia paranoid parapet paratroop parc parchment parentag parenthesi parenthet parenthood
    parishion pariti parkinson parlanc parliamentarian parlor parnel parochi parr parri parrish pars parser partak
    participatori participl partizan partridg pasadena passagewai passer passov pasta pastel pasteur pastim pastri
    pathet pathogen pathologist patio patna patric patrician patsi patti pauli pavement paw payabl payoff payrol
    paywal pcb pct pea peabodi peacekeep peacetim peach peanut pear peas peasantri peat pebbl pector pedagog pedagogi
    pedant pedest pedigre pediment pee peek peg pegasu pei pejor peke pelican pellet pelvi pelvic pembrok penanc penc
    penchant pendant pendulum penelop peninsular penitentiari pennant pennington pensacola pentecost penthous peoria
    pep perceptu perch perciv percussionist perfor perfum peril peripheri perl perm permeabl permian permut peroxid
    perseu persever persh personif persuas pervas pervers peshawar peso pessimist pesticid petersen petra peugeot pew
    pfc pharmacist pharmacolog phenomen phenotyp philanthropi philatel philli philolog philologist phipp phobia phoeb
    phonem phonet phonolog phosphoru photojournalist photosynthesi phylum physiologist physiqu piazza picasso
    piccadilli piccolo picker picket pickett picki pickl piecem piedmont pieti pigment pilast pill pillow pimp pinbal
    pinch pineappl pinki pinkish pinnacl pinocchio pinpoint pint pinto piou pip pisa piss pitchfork pj placebo
    placehold planar planck planetarium plank planner planter platon platt play playlist playmat plebiscit pleistocen
    plenari plenipotentiari plethora plight plini plinth plo ploi plough plow pluck plum plumb plumber plume plump
    plunder plung pluto plutonium ply plywood pneumat poach poignant pointi pois poisson poke polari polem polio
    politburo politi polk polka pollard pollock polygami polygon polymer polynesia polynesian pomerania pomeranian
    pomona pompei ponder pontiac pontif poorer poorest popcorn poplar popper poppi populist porcupin pore porou portag
    portico portraitur poseidon poss postcard postman postmodern postscript postul potenc potion potsdam pott pouch
    powerfulli powerless prado pragmat praia prank pre preambl precari precaut precept preclud predatori predeceas
    predetermin predic predica predictor preemin preexist prefabr preferenti prehistori prentic preoccupi prepared
    preponder preposit prequel prerequisit prerog prescott preset presto pretens pretenti pretext pretoria priceless
    prickli priestess priestlei priestli primaci primal primat primer primordi primros priorit priscilla prism pristin
    proactiv probabilist proctor prodigi profan profici profoundli progeni progenitor prognosi projectil projector
    prom promenad prometheu promontori promulg proofread propens proportion prostat prosthet protestant protestor
    protract protrud proudli provenc proverb provo prowess prudenc prudent prune pryor psalm pseudo pst psych psycho
    psychoanalysi psychoanalyst psychosi psychot psychotherapi ptolemi puberti publicist puccini puck pud puebla puff
    puget pugh pulaski pullman pulmonari pulpit puma pumpkin punctur pundit punter pup puppi purana purcel purgatori
    purif purifi puritan purplish purportedli purposefulli purview pusher pushkin pussi putt pvc pygmi pyle qa qt
    quack quadrangl quadrant quadrat quadrupl quail quak qualit quantifi quark quarrel quartermast quartz quaternari
    quechua quell quentin questionnair quezon quibbl quickest quieter quill quilt quinci quintessenti quirk quirki
    quito quixot quorum quotient rabbin rabin raccoon racecours racetrack racewai rachael racin racket radcliff
    radiant radiolog raffl raft rag raga ragtim rainier rainwat rajah rake ramadan ramakrishna rambl ramif ramirez
    ramona rampag rampant rampart rancher rankin raoul rapist rapport raptur raquel rarer rarest rariti rash rasmussen
    raspberri rattl rattlesnak raul ravag rave ravel ravin raze razor rd reactionari reaffirm reagent realti reap
    reaper reappear reappoint rearrang rebirth reborn rebroadcast rebuf rebutt recap recast receipt receivership
    receptionist recharg reciproc recit reckless reckon reclam reclassifi recoil recollect recombin reconfigur
    reconstitut recours rectangl rectifi rectori recurr recurs redeem redefin rediscoveri redistribut redistrict
    redmond redon redoubt redrawn redress redskin redwood rees reestablish referr refit reflector reflex reformat
    refresh refriger refuel refund refut regal regalia regatta regen reggi regimen regress regroup rehab rei reichstag
    reimburs rein reincarn reindeer reinhardt reinhold reiter relaps relativist relent relentless relentlessli reliant
    relinquish reload rem remand rembrandt remington remiss remit remodel remors remuner renal rendezv rene renegad
    renounc repai repaid repaint repar repatri repay repel repent repercuss rephras reportag reprimand repudi repuls
    reputedli requiem requisit reread rerout rerun reschedul rescind rescuer resent reservist resettl reshuffl resili
    resin resistor respir restaurateur restitut restless restrain restraint restroom resubmit resumpt resuppli
    resurfac retak retaliatori retard retel rethink retin retina retinu retook retribut retroact reuben reunif reusabl
    revamp revit revoc revolution rewrot rhapsodi rhino rhinocero rho richelieu richer richli riddl riemann rife riff
    rifleman rigg righteou righteous rightfulli ringer ringo rioter ripe riplei ripper rippl ritz riva riverfront
    riviera riyadh rizal roach roadblock roadsid roadster roam roanok roar roast robber robe roberta robl robson robyn
    rocco roch rocha rochel rocker rockford rockwel rodent roderick rodolfo roja rollin romanesqu romano romantic
    rommel rooftop rook roommat roonei roost rooster rori rosali rosalind rosari rosco rosett rosetta rosewood rossini
    roswel rot rote rotunda roulett rounder roundhous rourk rous rousseau router rove rowdi rowl roxi royc rte rub
    ruben rubinstein rubl rudder rudi rudimentari ruff rumbl rump rune rung rupe ruptur ruse ruskin russo rust rustic
    rwandan rx ryder rye saab sabbat sabbath saber sabin sabina sabl sabr sabrina sach sacrament sacrif sacrifici
    saddam sadden sadi sadist safeguard safest saffron sag sagan saginaw sahib saigon sailboat sakai sala salaam salad
    saladin salamand salazar salerno salient salin salina saliva salsa salter salti saltwat salvadoran salvator samar
    samara samaritan samba samoan sampler sampson sana sanatorium sancho sanctum sandman sandov sane sanford sanger
    sanitari saniti santana sapphir sapporo sar sarasota sarawak sarcasm sarcast sarcophagu sardinia sargent sari sash
    sasha saskatoon satin satirist satisfactorili satur saucer sausag savanna savior saviour savvi sawmil scaffold
    scala scalar scalp scanner scant scarborough scarciti scarecrow scarf scath scent schemat schiller schism
    schizophrenia schlesing scholast schoolboi schoolchildren schoolhous schoolmast schoolteach schroeder schubert
    schultz schulz schumann schuyler scion scipio scissor sclerosi scoop scooter scoreboard scoreless scorpion scotch
    scotsman scotti scrambl scranton scrape scribe scribner scrimmag scriptwrit scroog scrutin scuba scull scuttl seab
    seabird seaboard seafood seam seamen seamless seaplan seaport searchlight seashor seawe seclud seclus sectarian
    sedentari sedg sedimentari seduc seduct seedl seeker seer sein selena selfish selim selma semen semicircular
    semifinalist seminol semit senatori sender seneca senegales senna senseless sensual sentient sentinel sentri sepal
    separatist septa sequenti sera seren serena serenad serg serpentin serra serrano serrat serum servicemen servitud
    sesam setback seton setter sevastopol severn sevil sew seward sewer sewerag sewn sexiest sexism sexist sextet
    sexton seychel shack shackleton shadi shadowi shaggi shaikh shakedown shaken shaker shakespearean shaki sham
    shaman shameless shamrock shapiro shard sharia sharif sharpen sharper shaun shave shawne shaykh shearer sheath
    sheen sheena shellfish shelli shelton shelv shenandoah shepard sheppard sherlock sherri shetland shill shiloh
    shingl shinto shipwreck shoal shoemak shook shopper shortcom shorthand shortlist shortstop shovel showbiz showdown
    showroom shrapnel shred shreveport shrew shrink shroud shrunk shuffl shun shunt shutdown shutout shutter si siam
    siames siberian sicilian sickl sidekick sidelin sidewai sidewalk siegfri siemen sightse sigismund sigmund
    signatori sigurd sikkim sila silhouett silica silki sill silo silt silveri silverwar silvia simplex simplif
    simplist sinai sinatra sindhi sine singleton singli sinhales sinner sinu sip siren siriu situ siva sizabl sizeabl
    skateboard sketchi skew skid skim skinni skirmish skirt skit skopj skye skype slack slai slander slant slap slash
    slav slavon slayer sled sledg sleepi slew slick slid slider slightest slime sling slipperi slit sloop sloppi
    slough slowest slr sludg slug slum slump slur sly smack smallpox smarter smartphon smear smelt smelter smilei
    smokei smoker smoki smoother smuggler snack snapshot snare snatch sneak sneaki snell snippet snooker snoop snowbal
    snowboard snowfal snowi snuff so soak soapbox soar sober socialit socioeconom socket socrat sod sodomi sofa soften
    softer softli soho soi solac solemn solicit solidifi solidli solitud solstic solubl solvent somm sonar sonja
    sonnet sonya sorbonn sorcer sorceri sore soror sorti sosa soto soundli sourceforg sousa southerli souvenir sow
    soybean soyuz spaceflight spaceship spaciou spaghetti spammer spar sparingli sparkl sparta spartacu spartan spat
    spate spearhead spec speckl spectacl spectra spectroscopi sped speer spenc sphinx spici spielberg spillwai spindl
    spini spinner spinoff spit spitfir splash splendid splendor splice splinter spock spoil spoiler spokan spokeswoman
    spong spoof spooki spoon spore sportscast sportsmanship sportsmen sprang sprawl spreadsheet spree springboard
    springsteen sprinkl sprite spruce sprung squat squatter squeez squid squir ssa stacei staci staffer stag
    stagecoach stagger stagnant stagnat stairwai stalem stalingrad stalker stalwart stamen stamford stamina stamped
    standbi standoff standout stanza starboard starbuck starch stardom stare starl starlight startl starv starvat
    statehood staten statesmen stationeri statistician staunch staunton stave std stead steadfast steak stealth
    steamboat steepl steeplechas steepli stepfath stephan stepmoth stepp stepson steril steroid stevi stew stewardship
    sticker stifl stigma stigmata stile stingrai stipend stir stitch stochast stockhausen stockton stoker stomp stonei
    stoner stonewal stonework stoog stool stoppag storefront stork stormi storytel stove stow straddl strangl strap
    strategist stravinski streamer streamlin strenuou strickland stricter stride strife strikingli stringent stringer
    stripper strove strung strut stu stubbi stubborn stucco stumbl stump sturdi sturgeon stylish stylu suarez subaru
    subclass subconsci subcontin subcultur subdu subjunct sublim subplot subsid subsist subspac substandard substat
    subsum subsystem subterranean subtitl subtleti subtli subtract subvers subvert succinct succinctli succumb suck
    sucker suction sudanes suez suffragan suffragett suffragist suffus sugarcan sui suitcas suitor sulawesi suleiman
    sulfat sulfid sulli sulphur sumerian summarili summat summertim sumner sumo sunflow sunglass sunken supercomput
    superflu superhuman superimpos supernova superpow superson superstit superstructur supervisori supper supplant
    supremacist surabaya surat surfer surinam surmount surreal surrealist surrog surya susana susann susanna sushi
    susi sutur suv suzi sven swahili swain swam swampi swanson swarm swastika swat swaziland sweat swede sweenei
    sweetheart swell swine swollen swore swung sybil sycamor syke syllabu sylvest sylvi sympath symposia symptomat
    sync synchron synergi syntact syriac syrup tabernacl tableau taboo tacit tack taco tacoma tactil tad taft tagalog
    tagor tahiti tailor taint tajikistan talisman tallahasse tallinn talmud tamara tambourin tame tammi tamper
    tamworth tangent tangenti tangibl tangl tania tanya tanzanian taoist taper tapestri tariff taro tarot tarzan
    tashkent tasman tasti tatar tatum taunt tauru taxabl taxpay tba tbilisi tchaikovski teal teamwork teas techno tee
    telecast telegram telephoni teller tempera tempest templar temptat tenac tenaci tendon tenement tenet tennyson
    tensor tentacl tenuou tequila terenc teri termini terrel terrenc terrier terrif terrifi tesla tess tessa
    testosteron teuton tex texan thanh thankfulli thatch thaw thebe thelma theodora theoriz theres thermodynam
    thesauru these theta thicken thigh thinli thinner thirdli thirst thistl tho thorac thorax thorn thoroughbr
    thoroughfar thorp thrace thrash thrice thrill throttl throughput throwawai thrower thru thug thumbnail thunderbird
    thunderbolt thunderstorm thwart thyroid tia tianjin tiberiu tibia tic ticker tidi tiebreak tiff tighten tighter
    tijuana tillman tilt timeless timer timezon timid timmi timpani timur ting tinker tint tirana tireless tirelessli
    tiresom tit titanium tito titu tlc tnt toad toast tod toddler togo tokugawa tolstoi toma tomato tombston tome
    tompkin tonal tongan tonic tonnag toolbar toolbox toolkit topeka toppl tore torment torrent torrenti torsion torso
    tort tortois toru totalitarian totem toto tougher toughest tout towel townhous townspeopl toxicolog toxin tracei
    tracker traditionalist trafalgar trai traine traitor tramp tranc tranquil transatlant transcend transcendent
    transcontinent transept transfus transistor transliter transluc transnat transpir transvaal transylvania trapper
    traumat trawler treacher treacheri tread trebl trei trenton triad triassic triathlon tribesmen trident triennial
    triest tripartit triplet tripoli triptych tristan triton triumphant trojan trollei trombonist trondheim trooper
    trope trotski trotter troublesom trough trouser trudeau trujillo truss tryout tub tuba tubercl tuck tuft tulan
    tulip tumultu tun tuna tundra tungsten tuni turban turboprop ture turkmenistan turnaround turntabl turquois tuscan
    tuscani tutelag tuvalu twa twain tweed tweet twig twitch tycoon typefac typewrit typifi typographi tyranni tyrant
    ubiquit ubuntu ufa ugandan ugh uhf ukulel ultimatum ultrasound ultraviolet ulyss unaccompani unaffect unalt unansw
    unarm unattach unattend unavoid unbalanc unbeknownst unbeliev unborn unbroken uncanni uncensor unchalleng uncheck
    unclassifi uncompromis uncondit unconfirm unconnect uncontest uncontrol unconvinc uncut undecid undefin undeni
    underag undercarriag underdevelop underdog underestim underlin underpass underprivileg underscor undersea
    undersecretari underst underwear underwood undetect undetermin undevelop undiscov undisput undisturb undivid
    undocu undul unduli unearth uneasi unedit uneduc unequ unequivoc uneth unev unfairli unfaith unfavor unfit unfold
    unforeseen unforgett unharm unhealthi unheard unicef unicorn unimport unimpress uninform unintend unintent
    unintention uninterest uninterrupt unison unitarian unjust unjustifi unknowingli unleash unlicens unload unlock
    unlucki unman unmark unnatur unneed unnot unoccupi unorgan unorthodox unparallel unpav unplug unpredict unprepar
    unproduct unprofession unproven unqualifi unquestion unread unreal unrealist unrecogn unregist unrestrict unruli
    unsatisfactori unscrupul unseat unsettl unskil unsolv unsubstanti unsuspect unten untim untold untouch untreat
    unverifi unwarr unwelcom unwieldi unwilling unwis unwittingli unworthi unwritten upbeat upfront upheav uphil upi
    upkeep upland uplift uppercas uppermost uproar upscal upstat uptak upton uptown ural uranu urgenc urinari urn
    ursula usda usefulli usenet usher usmc usn usurp utensil uteru utica utilitarian utmost utopia utopian uzbek vader
    vagin vagina vagrant valdez valenc valentino valeria valet valiant valkyri vallejo valor van vanc vane vanilla
    vantag vanuatu varanasi vase vasquez vassal vat vaughn veer vegan vehement vehicular vend vendetta veneer vener
    veng venou ventricular verac veracruz verandah verbos verdun verizon vern verona versail vertebr vertebra vertigo
    verv vestibul vestig vestri vet veterinarian vhf viabil vibe vibraphon vicarag vichi vicki vicksburg vidal
    videotap viennes vigil vigilant vignett vile vilniu vinegar viper virgil virtuoso virtuou viscer viscos viscou
    visionari vito vivekananda vividli vizier vj vlad vodka voiceless voip volga volkswagen vollei volt volta voltair
    volumin volvo vomit voodoo vortex vulcan vulgar vultur wabash wac wacki waco wadi wager waiter waitress waiver
    wald walden waldo waldorf walkwai waller wallet walli wallpap walmart walpol wand wanda wane warbler wardrob
    warhead warhol wari warlord warmest warmli warmth warp warranti wasteland wastewat watchdog watcher watchman
    watchtow watercolor waterfowl waterlin watermark waterproof watertown waterwork wattl waugh waveform wavi waysid
    weakest weakli wealthier wealthiest weaponri wearer weari webmast wedg wee weep weevil wehrmacht weightlift
    weinberg weld weldon weller welt wendel werewolf wessex westerli westernmost westinghous wetter wettest whaler
    wharton what whatnot wheelbas whenc whereupon whig whim whimsic whippl whirlwind whiski whisper whistler whitak
    whitehal whitehead whitewash whitfield whitlei whitman wholeheartedli whomev whoop whore whorl wichita widescreen
    widest wield wiener wifi wig wiggin wight wikileak wilbur wilcox wildfir wilfr wilhelmina wilk wilkin willamett
    williamsburg willingli wilma wilton winch windi windmil windshield windward wingspan winifr wink winni winthrop
    wiser wither withheld withhold witt wittgenstein witti wk wm woke wolff wolfram wolverin womb wonderfulli
    wonderland wont woo woodpeck woodrow woodstock woodwind woodwork woolf woolli worcestershir wordi wordsworth
    workabl workaround workflow workhous workload workman workmen workout workstat worldli worsen worshipp wrapper
    wrath wreath wren writ wrongdo wrongfulli wrought wto wuhan wv wwi wy wyli wynn xe xerox xix xl xvii xviii xxi
    xxii xxiii yam yamaha yangon yangtz yap yarn yd yea yeat yell yellowston yemeni yeoman yerevan yeshiva yew yip
    ymca yogi yogurt yoke yoko yokohama yolanda yong yorktown yoruba yosemit youngster youngstown yr yukon yuma yunnan
    yup yve yvonn zachari zair zambian zamora zane zanzibar zap zapata zapotec zappa zara zeal zealou zebra zeke
    zenith zeno zephyr zeppelin zeta ziegler zimbabwean zimmerman zionism zn zodiac zonal zoolog zoologist zorn zulu`,
];
