namespace Recoil.Shots.Softening;

/// <summary>
/// The words that are softened, in the order in which they are, and the prompts that never are. Words are matched whole
/// and in any case; a hyphen is part of a word.
/// </summary>
/// <remarks>No replacement is itself a word of these rules, so that softening a softened prompt changes nothing.</remarks>
internal static class SofteningRules
{
    /// <summary>Changes with every change of the rules; it is kept with each softened prompt.</summary>
    public const string Version = "2026-11-1";

    /// <summary>Film and everyday phrases in which a word of the rules is harmless.</summary>
    public static IReadOnlyList<string> Harmless { get; } =
    [
        "blood moon", "blood orange", "blood oranges",
        "bleeding edge", "light bleeding", "light bleeds", "color bleeding", "colour bleeding",
        "kill light", "kill the light", "kill the lights", "kills the light", "kills the lights", "killing the lights",
        "kill time", "kills time", "killing time",
        "naked eye", "naked flame", "naked bulb", "nude tones", "nude lipstick",
        "the guts to", "glue gun", "heat gun", "nail gun", "gun-metal", "gun metal",
    ];

    /// <summary>What is softened. Within a rule the longest words are tried first.</summary>
    public static IReadOnlyList<SofteningRule> Rules { get; } =
    [
        new("gore.blood", SofteningClass.Gore,
            ("pool of blood", "pool of dark water"),
            ("pools of blood", "pools of dark water"),
            ("blood-soaked", "rain-soaked"),
            ("blood-stained", "mud-stained"),
            ("bloodstained", "mud-stained"),
            ("blood-spattered", "mud-spattered"),
            ("blood-covered", "mud-covered"),
            ("bloodied", "mud-smeared"),
            ("bloody", "mud-smeared"),
            ("blood", "mud")),

        new("gore.remains", SofteningClass.Gore,
            ("severed head", "stone bust"),
            ("severed heads", "stone busts"),
            ("severed", "broken"),
            ("dead body", "still figure"),
            ("dead bodies", "still figures"),
            ("corpse", "still figure"),
            ("corpses", "still figures"),
            ("dismembered", "broken"),
            ("mutilated", "battered"),
            ("decapitated", "toppled"),
            ("disemboweled", "toppled"),
            ("entrails", "debris"),
            ("viscera", "debris"),
            ("guts", "debris"),
            ("gore", "debris"),
            ("gory", "grim")),

        new("weapons.threat", SofteningClass.Weapons,
            ("points a gun at", "stares at"),
            ("pointing a gun at", "staring at"),
            ("pointed a gun at", "stared at"),
            ("aims a gun at", "stares at"),
            ("aiming a gun at", "staring at"),
            ("aimed a gun at", "stared at"),
            ("guns blazing", "coats flying"),
            ("heavily armed", "well equipped"),
            ("armed with", "carrying"),
            ("brandish", "hold"),
            ("brandishes", "holds"),
            ("brandished", "held"),
            ("brandishing", "holding"),
            ("wield", "hold"),
            ("wields", "holds"),
            ("wielded", "held"),
            ("wielding", "holding")),

        new("weapons.kinds", SofteningClass.Weapons,
            ("assault rifle", "stage prop"),
            ("assault rifles", "stage props"),
            ("machine gun", "stage prop"),
            ("machine guns", "stage props"),
            ("loaded gun", "stage prop"),
            ("gun", "stage prop"),
            ("guns", "stage props"),
            ("handgun", "stage prop"),
            ("handguns", "stage props"),
            ("pistol", "stage prop"),
            ("pistols", "stage props"),
            ("revolver", "stage prop"),
            ("revolvers", "stage props"),
            ("rifle", "stage prop"),
            ("rifles", "stage props"),
            ("shotgun", "stage prop"),
            ("shotguns", "stage props"),
            ("grenade", "metal flask"),
            ("grenades", "metal flasks"),
            ("bomb", "sealed case"),
            ("bombs", "sealed cases"),
            ("combat knife", "tool"),
            ("combat knives", "tools"),
            ("machete", "tool"),
            ("machetes", "tools")),

        // The verb "wound" of a winding road is no injury, so the noun counts only in phrases.
        new("injury", SofteningClass.Injury,
            ("gunshot wound", "bandage"),
            ("gunshot wounds", "bandages"),
            ("stab wound", "bandage"),
            ("stab wounds", "bandages"),
            ("open wound", "bandage"),
            ("open wounds", "bandages"),
            ("wounds", "bandages"),
            ("wounded", "weary"),
            ("injured", "weary"),
            ("maimed", "weary"),
            ("bleeding", "weary"),
            ("bleeds", "staggers"),
            ("bruised", "dusty"),
            ("injury", "ordeal"),
            ("injuries", "ordeals")),

        // "Shoot", "shot" and "cut" are the language of film; they count only where a person is meant.
        new("violence.verbs", SofteningClass.Violence,
            ("shot dead", "overcome"),
            ("gunned down", "overcome"),
            ("shoots him", "confronts him"),
            ("shoots her", "confronts her"),
            ("shoots them", "confronts them"),
            ("shoots at", "confronts"),
            ("shooting at", "confronting"),
            ("opens fire", "rushes forward"),
            ("opening fire", "rushing forward"),
            ("stab", "confront"),
            ("stabs", "confronts"),
            ("stabbed", "confronted"),
            ("stabbing", "confronting"),
            ("kill", "overcome"),
            ("kills", "overcomes"),
            ("killed", "overcome"),
            ("killing", "overcoming"),
            ("murders", "overcomes"),
            ("murdered", "overcome"),
            ("murdering", "overcoming"),
            ("slaughter", "overcome"),
            ("slaughters", "overcomes"),
            ("slaughtered", "overcome"),
            ("slaughtering", "overcoming"),
            ("strangle", "seize"),
            ("strangles", "seizes"),
            ("strangled", "seized"),
            ("strangling", "seizing"),
            ("behead", "topple"),
            ("beheads", "topples"),
            ("beheaded", "toppled"),
            ("beheading", "toppling"),
            ("torture", "question"),
            ("tortures", "questions"),
            ("tortured", "questioned"),
            ("torturing", "questioning"),
            ("attacks", "challenges"),
            ("attacked", "challenged"),
            ("attacking", "challenging")),

        new("violence.nouns", SofteningClass.Violence,
            ("killer", "antagonist"),
            ("killers", "antagonists"),
            ("murderer", "antagonist"),
            ("murderers", "antagonists"),
            ("murder", "crime"),
            ("massacre", "rout"),
            ("bloodbath", "rout")),

        new("nudity", SofteningClass.Nudity,
            ("naked", "robed"),
            ("nude", "robed"),
            ("topless", "robed"),
            ("undressed", "robed"),
            ("bare-chested", "linen-shirted"),
            ("shirtless", "linen-shirted"),
            ("lingerie", "nightwear"),
            ("underwear", "sportswear")),

        new("people", SofteningClass.RealPeople,
            ("Tom Cruise", "a daring leading man"),
            ("Brad Pitt", "a weathered leading man"),
            ("Leonardo DiCaprio", "a boyish leading man"),
            ("Keanu Reeves", "a quiet leading man"),
            ("Dwayne Johnson", "a massive action hero"),
            ("Scarlett Johansson", "a poised leading lady"),
            ("Angelina Jolie", "a striking leading lady"),
            ("Emma Watson", "a bright young actress"),
            ("Marilyn Monroe", "a platinum-blonde film star"),
            ("Audrey Hepburn", "an elegant film star"),
            ("Taylor Swift", "a blonde pop singer"),
            ("Beyoncé", "a commanding pop singer"),
            ("Elvis Presley", "a rock-and-roll singer"),
            ("Michael Jackson", "a dancing pop singer"),
            ("Albert Einstein", "a white-haired physicist"),
            ("Elon Musk", "a technology magnate"),
            ("Donald Trump", "a blustering politician"),
            ("Barack Obama", "a calm politician"),
            ("Joe Biden", "a silver-haired politician"),
            ("Vladimir Putin", "a stern politician")),

        new("brands", SofteningClass.Brands,
            ("Coca-Cola", "cola"),
            ("Coca Cola", "cola"),
            ("Pepsi", "cola"),
            ("Starbucks", "coffee-shop"),
            ("McDonald's", "fast-food restaurant"),
            ("Nike", "plain sports"),
            ("Adidas", "plain sports"),
            ("Gucci", "luxury"),
            ("Louis Vuitton", "luxury"),
            ("Rolex", "luxury watch"),
            ("iPhone", "smartphone"),
            ("iPhones", "smartphones"),
            ("MacBook", "laptop"),
            ("Ferrari", "sports car"),
            ("Lamborghini", "sports car"),
            ("Porsche", "sports car"),
            ("Harley-Davidson", "heavy motorcycle"),
            ("Lego", "toy-brick"),
            ("Batman", "a caped vigilante"),
            ("Superman", "a flying hero"),
            ("Spider-Man", "a masked acrobat"),
            ("Mickey Mouse", "a cartoon mouse"),
            ("Darth Vader", "a masked dark lord")),
    ];

    /// <summary>Prompts that no rewriting makes right. A person must look at them.</summary>
    public static IReadOnlyList<NeverRule> Never { get; } =
    [
        new("never.sexual_violence", [SexualViolence]),
        new("never.self_harm_instructions", [SelfHarmInstructions]),
        new("never.minors", [Minors, Sexual.Concat(WordsOf(SofteningClass.Nudity, SofteningClass.Gore, SofteningClass.Violence))]),
        new("never.real_people", [
            WordsOf(SofteningClass.RealPeople),
            Sexual.Concat(WordsOf(SofteningClass.Nudity, SofteningClass.Gore, SofteningClass.Violence, SofteningClass.Injury))]),
    ];

    private static IEnumerable<string> SexualViolence =>
    [
        "rape", "rapes", "raped", "raping", "rapist", "rapists", "molest", "molests", "molested", "molesting",
        "sexual assault", "sexual assaults", "sexually assaults", "sexually assaulted", "sexually assaulting",
        "sexual abuse", "sexually abused", "sexually abusing", "sexual violence", "non-consensual", "nonconsensual",
    ];

    private static IEnumerable<string> SelfHarmInstructions =>
    [
        "how to kill yourself", "how to kill myself", "how to hang yourself", "how to hang myself",
        "how to cut yourself", "how to cut myself", "how to harm yourself", "how to harm myself",
        "how to commit suicide", "suicide method", "suicide methods", "suicide instructions", "suicide guide",
        "self-harm instructions", "self-harm guide", "self-harm tutorial",
        "instructions for self-harm", "instructions for suicide", "ways to kill yourself", "ways to end your life",
    ];

    private static IEnumerable<string> Sexual =>
    [
        "sex", "sexual", "sexually", "sexy", "sexualized", "sexualised", "erotic", "erotica", "porn", "pornographic",
        "orgasm", "orgasmic", "genitals", "nipples", "seductive", "seductively", "provocative pose", "fetish", "aroused",
        "nudity", "intercourse", "making love", "striptease",
    ];

    private static IEnumerable<string> Minors =>
    [
        "child", "children", "kid", "kids", "baby", "babies", "infant", "infants", "toddler", "toddlers",
        "boy", "boys", "girl", "girls", "schoolboy", "schoolboys", "schoolgirl", "schoolgirls",
        "teen", "teens", "teenage", "teenager", "teenagers", "preteen", "preteens", "adolescent", "adolescents",
        "minors", "a minor", "underage", "under-age", "pupil", "pupils",
        .. Enumerable.Range(0, 18).SelectMany(age => YearOld(age.ToString())),
        .. "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
            .Split(' ').SelectMany(YearOld),
    ];

    private static IEnumerable<string> YearOld(string age) =>
        [$"{age}-year-old", $"{age}-year-olds", $"{age} year old", $"{age} years old"];

    private static IEnumerable<string> WordsOf(params SofteningClass[] classes) => Rules
        .Where(rule => classes.Contains(rule.Class))
        .SelectMany(rule => rule.Words)
        .Select(word => word.From);
}
