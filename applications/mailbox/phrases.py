"""Words by which a message of one kind is known, in eight languages: en de fr es it nl pl pt.

Each is a pattern over folded text (lower case, no accents, no punctuation, single spaces). Strong
ones decide alone; fair ones need company or a subject. Kept apart from what is done with them.
"""

from applications.mailbox.types import Kind

STRONG, FAIR, WEAK = 3.0, 2.0, 1.0

PHRASES: dict[Kind, dict[float, tuple[str, ...]]] = {
    Kind.REJECTION: {
        STRONG: (
            # en
            "(?:not|won t|will not|unable to|cannot|can t) (?:be )?(?:able to )?(?:mov|tak|progress|proceed|continu|pursu|go)(?:e|ing)?s? (?:\\w+ ){0,4}?(?:forward|further|ahead|your application|your candidacy|with you)",
            "not to (?:proceed|progress|move forward|continue|pursue)", "(?:won t|will not) be progressing",
            "(?:move|moving|proceed|proceeding|go|going|progress|progressing|continue) (?:forward |ahead )?with (?:an)?other (?:candidates?|applicants?)",
            "application (?:was|has been|is) (?:not successful|unsuccessful|rejected|declined)", "not been (?:successful|selected|shortlisted)", "were not selected",
            "(?:position|role|vacancy|job) has (?:now |already )?(?:been filled|gone to)", "gone to another candidate", "decided to pursue other",
            "regret to inform", "chosen another candidate", "selected another candidate", "not (?:a|the right) (?:match|fit) (?:for|at)",
            # de
            "(?:fur|zugunsten) (?:einen? |eines |die |den )?andere[nrs]? (?:bewerber|kandidat)\\w*", "muss(?:en)? (?:\\w+ ){0,4}absagen", "eine absage", "anderweitig (?:besetzt|vergeben)",
            "nicht (?:weiter )?(?:berucksichtigen|berucksichtigt)", "nicht in die (?:engere|nahere) (?:aus)?wahl", "keine (?:positive ruckmeldung|zusage) (?:\\w+ )?(?:geben|erteilen)",
            "leider (?:\\w+ ){0,3}mitteilen", "bewerbung (?:\\w+ ){0,4}nicht (?:entsprechen|berucksichtigen|weiterverfolgen)", "stelle (?:\\w+ ){0,3}(?:bereits )?(?:besetzt|vergeben)",
            "(?:position|stelle) (?:wurde|ist) (?:\\w+ ){0,3}besetzt", "nicht weiter (?:verfolgen|fortsetzen)",
            # fr
            "(?:pas|ne pouvons) (?:\\w+ ){0,3}(?:donner|reserver) (?:une |de )?suite(?: favorable)?", "ne donner\\w* pas suite", "(?:n a|n est) pas (?:ete )?retenue?", "pas ete retenue?",
            "avec d autres candidats", "un autre candidat", "regret de vous informer", "ne correspond pas (?:\\w+ ){0,2}(?:nos|notre|aux?|a) (?:besoins|attentes|recherche|exigences|poste)",
            "poste (?:a|est) (?:ete )?(?:deja )?pourvu", "candidature n a pas",
            # es
            "no (?:has|ha|hayas) sido (?:seleccionad|elegid|escogid)\\w+", "con otros? (?:candidat|perfil)\\w*", "(?:lamentamos|sentimos) (?:comunicar|informar)\\w*", "(?:ha sido|queda|fue) descartad\\w+",
            "puesto (?:ya )?ha sido cubierto", "no (?:continuar|seguir|avanzar)\\w* (?:en el|con el|con tu|con su|adelante)", "hemos decidido no", "vacante (?:ya )?(?:ha sido|esta) cubierta",
            # it
            "(?:altri candidati|altro candidato|altri profili)", "(?:siamo|sono) spiacent\\w+ di (?:comunicar|informar)\\w*", "non (?:e|sia) stat[ao] selezionat[ao]", "non (?:procederemo|proseguiremo)",
            "non (?:risulta|e) in linea", "(?:posizione|ruolo) (?:e|risulta) (?:\\w+ ){0,5}(?:copert|chius|assegnat)[ao]", "non possiamo (?:dare seguito|procedere|proseguire)", "con esito negativo",
            # nl
            "niet (?:met (?:je|jou|u) )?(?:verder|door) (?:gaan|te gaan|in de procedure|met de procedure)?", "andere kandida(?:at|ten)", "(?:je|u) (?:bent )?(?:het )?helaas niet geworden", "af te wijzen", "afgewezen", "sluit (?:onvoldoende|niet) (?:\\w+ )?aan",
            "functie is (?:inmiddels |reeds )?(?:vervuld|ingevuld)", "helaas (?:\\w+ ){0,3}(?:laten weten|mededelen|meedelen)",
            # pl
            "nie (?:zdecydowalismy|zdecydowalam|zdecydowalem) sie", "inn(?:ego|ych|emu|a|y) (?:kandydat\\w*|osob\\w*)", "odpowiedz jest odmowna", "zostalo obsadzone", "nie (?:przeszla|przeszedl|zostala|zostal) (?:\\w+ )?(?:do (?:kolejnego|nastepnego)|wybran\\w*|zakwalifikowan\\w*)",
            "z przykroscia (?:informuj|zawiadamiam)\\w*", "nie mozemy (?:zaproponowac|kontynuowac)", "odrzucona",
            # pt
            "nao (?:foi|foste|fui) (?:selecionad|escolhid|aprovad)\\w*", "com outros? (?:candidat|profission|perfil)\\w*", "nao (?:daremos|vamos dar|iremos dar) (?:continuidade|seguimento)", "lamentamos informar", "(?:avancar|seguir|prosseguir) com outr\\w+",
            "vaga (?:ja )?foi preenchida", "nao (?:avanc|prossegu|segu)\\w+ (?:no|para|com)",
        ),
        FAIR: (
            "unfortunately", "we regret", "best of luck (?:in|with) your", "wish you (?:every success|all the best|the best of luck)", "keep your (?:details|cv|resume) on file",
            "leider", "wir bedauern", "alles gute fur (?:ihren|deinen|ihre|deine)", "berufliche zukunft", "keine wertung ihrer person",
            "malheureusement", "bonne continuation", "nous regrettons",
            "lamentablemente", "desafortunadamente", "te deseamos (?:mucha )?suerte", "guardaremos tu cv", "en esta ocasion",
            "purtroppo", "terremo il (?:tuo|suo) cv", "le auguriamo",
            "helaas", "we wensen je veel succes", "niestety", "zyczymy powodzenia", "tym razem",
            "infelizmente", "desejamos (?:te |lhe )?boa sorte", "desta vez",
        ),
        WEAK: ("thank you for your interest", "afin de", "esito"),
    },
    Kind.INTERVIEW: {
        STRONG: (
            "invit(?:e|ing|ation) (?:you )?(?:to|for) (?:\\w+ ){0,5}(?:interview|call|chat|conversation|screen|assessment)", "interview invitation", "schedul(?:e|ing) (?:\\w+ ){0,5}(?:interview|call|phone screen|chat)", "(?:phone|video|technical|first|final|onsite|on site|second round) (?:screen|interview)(?!er)",
            "(?:pick|choose|select|book) a (?:time|slot)", "availability (?:for|next|this)", "(?:like|love) to (?:meet|speak with|talk to|chat with) you", "meet you for",
            "einladung (?:zu\\w* )?(?:\\w+ ){0,3}(?:vorstellungs|bewerbungs|kennenlern|erst|zweit)?(?:gesprach|interview|kennenlernen|telefonat)", "zu(?:m|) (?:einem )?(?:vorstellungs|bewerbungs|kennenlern|erst|zweit)gesprach", "laden (?:wir )?(?:sie|dich) (?:\\w+ ){0,3}(?:ein|zu)",
            "personlich kennenlernen", "telefoninterview", "terminvorschlag", "(?:such|suchen|buch|wahl)\\w* (?:\\w+ ){0,4}(?:termin|zeitfenster)", "in einem (?:video ?call|videogesprach|telefonat)", "kennenlernen ux",
            "(?:proposition|invitation|convocation) (?:d|a|a un|a l) ?entretien", "pour un (?:premier |second |deuxieme )?(?:entretien|echange)", "vous (?:rencontrer|convier|inviter)", "entretien (?:telephonique|technique|visio|video|en visio|physique)", "echange (?:telephonique|visio)", "reserver un creneau", "quelles sont vos disponibilites", "echanger avec vous (?:en|par)",
            "(?:invitar|convocar|convoca|convocamos)\\w* a (?:una|la) entrevista", "entrevista (?:presencial|telefonica|tecnica|por video\\w*|personal|online)", "queremos (?:invitarte|conocerte)", "(?:elige|selecciona|reserva) (?:el |un |tu )?(?:dia|hora|hueco|horario)", "(?:que )?disponibilidad tienes", "agendar una (?:entrevista|llamada)",
            "invit\\w+ (?:a|ad) (?:un )?colloquio", "colloquio (?:conoscitivo|tecnico|telefonico|di lavoro|online)", "quando (?:sarebbe|saresti|sei|e) disponibile", "fissare (?:un )?(?:colloquio|appuntamento|call)", "incontrar(?:la|ti) (?:in|per)",
            "(?:uitnodig|nodig|nodigen)\\w* (?:\\w+ ){0,4}(?:voor|uit voor)? ?(?:een |het )?(?:\\w*gesprek|interview)", "(?:kennismakings|sollicitatie)gesprek", "uitnodiging", "technische gesprek", "(?:kies|plan|boek) (?:hier )?(?:een|je) (?:moment|tijd|tijdstip)", "wanneer (?:schikt|komt) het",
            "rozmow(?:e|a|y) (?:kwalifikacyjn|rekrutacyjn|techniczn|telefoniczn)\\w*", "(?:zaprosic|zapraszamy|zaproszenie) (?:\\w+ ){0,2}na (?:rozmow|spotkani)\\w*", "spotkani\\w+ rekrutacyjn\\w+", "wybierz termin", "jaki termin",
            "convi(?:te|dar)(?: te| lo| la)? (?:\\w+ ){0,2}(?:para )?(?:uma )?entrevista", "(?:agendar|marcar) (?:uma|a) (?:entrevista|conversa)", "entrevista (?:tecnica|presencial|online|por video\\w*)", "marcar aqui", "(?:qual (?:e )?a tua|qual a sua) disponibilidade", "quais horarios",
        ),
        FAIR: (
            "\\binterview\\b", "next round", "next steps?", "could you (?:do|make) (?:monday|tuesday|wednesday|thursday|friday)", "calendly", "video call", "kennenlernen", "vorstellungsgesprach", "gesprach", "austauschen", "passt ihnen", "videocall",
            "entretien", "prochaine etape", "rencontrer", "etes vous disponible", "entrevista", "siguiente fase", "videollamada", "colloquio", "secondo (?:step|incontro)", "videochiamata", "puo venire", "gesprek", "(?:tweede|volgende) ronde", "door naar", "rozmow[ae]", "(?:kolejny|nastepny) etap", "przechodzisz", "umowmy sie", "segunda fase", "proxima (?:fase|etapa)", "passaste", "videochamada",
        ),
        WEAK: ("impressed", "hat uns uberzeugt", "retenu toute notre attention", "nos ha gustado", "gostamos do teu perfil", "gostamos"),
    },
    Kind.QUESTION: {
        STRONG: (
            "(?:could|can|would) you (?:please )?(?:\\w+ )?(?:send|provide|share|confirm|let us (?:know|have)|upload|complete) (?:\\w+ ){0,4}(?:notice|salary|right to work|document|certificate|reference|transcript|details|availab|work permit|portfolio|proof)\\w*", "(?:missing|additional|further) (?:information|documents)", "salary expectations?", "proof of",
            "gehaltsvorstellung\\w*", "kundigungsfrist", "ruckfrage", "fehlende (?:unterlagen|angaben)", "(?:arbeitszeugnis|zeugnisse|nachweis|unterlagen) (?:\\w+ ){0,2}(?:zusenden|nachreichen|schicken|zukommen)", "eintrittstermin",
            "pretentions salariales", "faire parvenir", "nous (?:transmettre|indiquer|communiquer)", "(?:pieces|documents|elements|complements) (?:manquants?|complementaires?|pour votre dossier)", "completer votre dossier",
            "(?:expectativas?|pretension\\w*|aspiracion\\w*) (?:salarial|economica)\\w*", "documentacion (?:pendiente|adicional)", "(?:podrias|puedes|podria|puede) (?:\\w+ )?(?:enviar|confirmar|indicar|facilitar)\\w*", "permiso de trabajo", "cuando podrias (?:incorporarte|empezar)",
            "(?:potresti|potrebbe|puoi|puo) (?:inviar|mandar|indicar|fornir)\\w*", "retribuzione attuale", "informazioni mancanti", "permesso di soggiorno", "avremmo bisogno", "\\bral\\b",
            "salaris(?:indicatie|wens|verwachting|eis)", "opzegtermijn", "(?:zou|kun|kan|wil) (?:je|u) (?:ons )?(?:\\w+ ){0,6}(?:doorgeven|toesturen|sturen|laten weten)", "vraag over je sollicitatie", "ontvangen we graag", "wanneer je beschikbaar bent",
            "oczekiwan(?:ia|iach)? (?:finansow|placow)\\w+", "okres\\w* wypowiedzenia", "(?:prosze|prosimy) o (?:podanie|przeslanie|uzupelnienie|doslanie)", "(?:mogl\\w*|mozesz|moze) (?:\\w+ ){0,2}(?:przeslac|podeslac|podac|uzupelnic)", "(?:uzupelnieni|brakuj)\\w+",
            "pretens(?:ao|oes) salaria(?:l|is)", "informacoes adicionais", "(?:poderia|pode|podes|poderias) (?:\\w+ ){0,2}(?:enviar|confirmar|indicar)\\w*", "documentos (?:pendentes|em falta)", "dados em falta", "poderias comecar", "\\bnif\\b",
        ),
        FAIR: ("notice period", "right to work", "a few (?:details|questions)", "before we can", "konnten sie (?:uns )?(?:bitte )?(?:noch)?", "bitte (?:noch )?(?:senden|schicken)", "pourriez vous", "merci de nous", "justificatif", "copia del titulo", "preavviso", "documenti", "diploma", "certyfikat", "dostepnosci", "documentos"),
        WEAK: (),
    },
    Kind.OFFER: {
        STRONG: (
            "(?:pleased|delighted|happy|excited|thrilled) to (?:\\w+ )?(?:offer|extend)", "offer letter", "your offer (?:from|of)", "(?:extend|make) you an offer", "terms of employment", "job offer(?! alert)", "employment contract", "sign the (?:attached )?contract",
            "vertragsangebot", "arbeitsvertrag", "stelle (?:\\w+ ){0,3}anbieten", "(?:ihnen|dir) (?:\\w+ ){0,6}anbieten zu (?:konnen|durfen)", "mochten (?:dich|sie) im team haben", "unser angebot", "zusage fur",
            "promesse d embauche", "proposition d embauche", "plaisir de vous (?:proposer|offrir)", "contrat de travail", "lettre d embauche", "candidature est retenue",
            "(?:complace|encantad\\w+ de|placer) (?:ofrecer|comunicar)\\w*", "carta oferta", "oferta de trabajo (?:de )?(?!en )", "ofrecerte el puesto", "(?:has|ha) sido seleccionad[oa]", "propuesta economica", "condiciones del contrato",
            "(?:lieti|felici) di offrir\\w+", "lettera di assunzione", "proposta di assunzione", "proporle l assunzione", "contratto di lavoro", "offrirti il ruolo",
            "bieden (?:je|u|we) (?:\\w+ ){0,6}aan", "arbeidscontract", "arbeidsvoorwaarden", "ons aanbod", "de baan aanbieden", "contractvoorstel",
            "oferte zatrudnienia", "skladamy (?:ci |panu |pani )?oferte", "umow[aey] o prace", "zaproponowac (?:\\w+ ){0,2}prace", "szczegoly umowy",
            "(?:prazer de|prazer em|gostariamos de) (?:te |lhe )?oferecer", "proposta de (?:trabalho|emprego|contratacao)", "carta proposta", "condicoes do contrato", "voce foi aprovad[oa]",
        ),
        FAIR: ("congratulations", "herzlichen gluckwunsch", "felicitations", "enhorabuena", "felicidades", "congratulazioni", "benvenuto a bordo", "gefeliciteerd", "gratulujemy", "gratulacje", "parabens", "start date", "oferta pracy", "\\bcontrat\\b", "contratto", "contrato", "oferta de trabajo"),
        WEAK: (),
    },
    Kind.ACKNOWLEDGEMENT: {
        STRONG: (
            "(?:received|got) your application", "application (?:has been |was )?(?:successfully )?(?:received|submitted)", "(?:thank you|thanks) for (?:applying|your application|submitting)", "confirm (?:that )?we (?:have )?received", "your application (?:has been|was) (?:sent|submitted)",
            "eingangsbestatigung", "eingang ihrer bewerbung", "bewerbung ist (?:\\w+ ){0,2}eingegangen", "(?:vielen dank|danke) fur (?:ihre|deine) bewerbung", "unterlagen (?:\\w+ ){0,2}erhalten", "bewerbungseingang", "bewerbung (?:\\w+ ){0,2}erhalten",
            "bien recu votre candidature", "accus\\w+ (?:de )?reception", "merci (?:pour|de) votre candidature", "candidature (?:nous )?est bien parvenue", "candidature a (?:bien )?ete (?:envoyee|transmise|enregistree)",
            "(?:hemos )?recibido tu (?:candidatura|solicitud|curriculum|cv)", "gracias por (?:inscribirte|tu candidatura|tu solicitud|postular\\w*|aplicar)", "(?:te has inscrito|inscripcion se ha realizado)", "registrado tu (?:solicitud|candidatura)", "recibido su (?:candidatura|solicitud)",
            "ricevuto la (?:tua|sua) candidatura", "candidatura (?:e stata )?(?:inviata|ricevuta)", "conferma di (?:ricezione|candidatura)", "grazie per (?:esserti candidat|la tua candidatura|aver inviato)\\w*", "cv e stato acquisito",
            "sollicitatie (?:\\w+ ){0,5}(?:ontvangen|binnen)", "bedankt voor (?:je|uw) sollicitatie", "ontvangstbevestiging", "ontvangst van (?:je|uw) sollicitatie", "sollicitatie is binnen",
            "(?:otrzymania|przeslanie|otrzymalismy) (?:\\w+ ){0,2}(?:aplikacji|zgloszenia|cv)", "aplikacj\\w+ (?:\\w+ ){0,8}zostala wyslana", "zgloszenie (?:\\w+ ){0,6}zostalo zarejestrowane", "dziekujemy za (?:aplikacje|zgloszenie|przeslanie|wyslanie)",
            "recebemos a (?:tua|sua) (?:candidatura|inscricao)", "(?:candidatura|inscricao) (?:\\w+ ){0,14}(?:foi )?(?:recebida|submetida|concluida)", "obrigad[oa] por (?:te candidatar\\w*|se candidatar|sua candidatura|a tua candidatura)",
        ),
        FAIR: ("will review", "be in touch", "application received", "vielen dank fur das vertrauen", "bearbeitung kann", "melden uns", "sorgfaltig prufen", "sera etudiee", "meilleurs delais", "la revisaremos", "en breve", "esamineremo", "verra valutato", "al piu presto", "zo snel mogelijk", "hoort binnen", "wkrotce", "skontaktujemy sie", "em analise", "vamos analisa", "shortlisted"),
        WEAK: ("applied", "successfully"),
    },
    Kind.BULK: {
        STRONG: (
            "job alert", "new jobs", "jobs? (?:you may|matching|recommended|based on)", "more new jobs", "view this email in your browser", "newsletter", "see all jobs", "view all jobs",
            "jobagent", "neue (?:jobs|stellen|jobempfehlungen)", "jobs die zu", "im browser ansehen", "alerte emploi", "(?:nouvelles |toutes les )offres", "offres selectionnees", "gerer mes alertes", "lettre d information",
            "nuevas ofertas", "ver todas las ofertas", "empleos recomendados", "te pueden interesar", "boletin", "nuove offerte", "tutte le offerte", "offerte (?:per te|di lavoro simili)", "avviso di lavoro",
            "nieuwe vacatures", "jobalert", "alle vacatures", "nieuwsbrief", "nowe oferty", "alert o ofertach", "zobacz (?:wszystkie|podobne) oferty", "newslettera?", "novas (?:ofertas|vagas)", "alerta de emprego", "vagas recomendadas", "ver todas as ofertas",
        ),
        FAIR: ("unsubscribe", "abbestellen", "abmelden", "se desabonner", "desinscrire", "darse de baja", "date de baja", "annulla iscrizione", "disattiva avvisi", "uitschrijven", "afmelden", "wypisz sie", "rezygnacja z subskrypcji", "cancelar (?:subscricao|suscripcion|inscricao)", "descadastre se", "is hiring", "easily apply", "\\d+ more"),
        WEAK: (),
    },
}  # fmt: skip

#: How a sentence begins that speaks of what may be, not of what is.
CONDITIONS = (
    "if", "should you", "should your", "in case", "unless", "a member of", "sollte", "sollten", "falls", "wenn", "sofern", "si", "s il", "sans reponse", "au cas ou", "dans le cas", "en caso", "en el caso",
    "se il", "se la", "se il tuo", "qualora", "nel caso", "als je", "als uw", "als u", "mocht", "indien", "jesli", "jezeli", "w przypadku", "gdyby", "caso", "se o", "se a", "we will be in touch if",
)  # fmt: skip
#: “Unfortunately” that turns down a question, not a person.
EXCUSES = (
    "zwischenfragen", "not able to (?:reply|respond) to (?:every|each|all)", "cannot (?:reply|respond) to", "unable to (?:reply|respond)", "due to the (?:high )?volume", "repondre a chaque", "repondre individuellement", "contestar a todos", "rispondere a tutti", "iedereen persoonlijk", "odpowiedziec na wszystkie", "tylko z wybranymi", "responder a todos",
)  # fmt: skip
#: A recruiter who looks for people: no answer to an application.
APPROACHES = (
    "came across your profile", "working with a client", "new opportunity", "on behalf of (?:a|my|our) client", "fur (?:unseren|einen|meinen) kunden", "projektanfrage", "personalvermittlung", "l un de mes clients", "pour un de nos clients", "a l ecoute du marche", "he visto tu perfil", "para un cliente", "para una multinacional", "azienda cliente", "per un nostro cliente", "voor een (?:opdrachtgever|klant)", "nieuwe uitdaging", "dla naszego klienta", "para um cliente", "para um nosso cliente", "estou a recrutar",
)  # fmt: skip
#: What a customer is written, who may have applied to the same company.
CUSTOMERS = (
    "mortgage", "loan", "credit card", "your order", "order of", "invoice", "subscription", "delivery", "support case", "ticket", "kredit", "darlehen", "stromvertrag", "bestellung", "rechnung", "lieferung", "pret immobilier", "votre commande", "facture", "livraison", "prestamo", "hipoteca", "tarjeta", "pedido", "factura", "mutuo", "prestito", "ordine", "fattura", "lening", "hypotheek", "bestelling", "factuur", "kredyt", "pozyczk\\w+", "zamowieni\\w+", "faktur\\w+", "emprestimo", "cartao de credito", "encomenda", "fatura",
)  # fmt: skip
#: Words of work: with one of these, a customer's words may be those of a posting.
OF_WORK = (
    "position", "role", "vacancy", "job", "interview", "recruit\\w*", "candida\\w+", "kandida\\w+", "stelle", "bewerb\\w+", "vorstellungs\\w+", "poste", "entretien", "puesto", "entrevista", "vaga", "posizione", "ruolo", "colloquio", "functie", "sollicit\\w+", "stanowisk\\w+", "rekrut\\w+", "cv", "resume",
)  # fmt: skip
