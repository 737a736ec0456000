namespace Recoil.Shots.Softening;

/// <summary>
/// The words that are softened, in the order in which they are, and the prompts that never are. Words are matched whole
/// and in any case, as <see cref="PlainText"/>; a hyphen is part of a word.
/// </summary>
/// <remarks>No replacement is itself a word of these rules, so that softening a softened prompt changes nothing.</remarks>
internal static class SofteningRules
{
    /// <summary>Changes with every change of the rules; it is kept with each softened prompt.</summary>
    public const string Version = "2026-11-2";

    /// <summary>What a result names in place of a rule when the softened prompt would be longer than the model takes.</summary>
    public const string PromptTooLong = "prompt_too_long";

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
            ("pool of blood", "pool of dark water", "pool of water"),
            ("pools of blood", "pools of dark water", "pools of water"),
            ("blood-soaked", "rain-soaked"),
            ("blood-stained", "mud-stained"),
            ("bloodstained", "mud-stained"),
            ("blood-spattered", "mud-spattered"),
            ("blood-covered", "mud-covered"),
            ("bloodied", "mud-smeared", "muddy"),
            ("bloody", "mud-smeared", "muddy"),
            ("blood", "mud")),

        new("gore.remains", SofteningClass.Gore,
            ("severed head", "stone bust"),
            ("severed heads", "stone busts"),
            ("severed", "broken"),
            ("dead body", "still figure", "figure"),
            ("dead bodies", "still figures", "figures"),
            ("corpse", "still figure", "figure"),
            ("corpses", "still figures", "figures"),
            ("dismembered", "broken"),
            ("mutilated", "battered"),
            ("decapitated", "toppled"),
            ("disemboweled", "toppled"),
            ("entrails", "debris"),
            ("viscera", "debris"),
            ("guts", "debris", "mess"),
            ("gore", "debris", "mess"),
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
            ("loaded gun", "stage prop", "prop"),
            ("gun", "stage prop", "rod"),
            ("guns", "stage props", "rods"),
            ("handgun", "stage prop", "prop"),
            ("handguns", "stage props", "props"),
            ("pistol", "stage prop", "prop"),
            ("pistols", "stage props", "props"),
            ("revolver", "stage prop", "prop"),
            ("revolvers", "stage props", "props"),
            ("rifle", "stage prop", "prop"),
            ("rifles", "stage props", "props"),
            ("shotgun", "stage prop", "prop"),
            ("shotguns", "stage props", "props"),
            ("grenade", "metal flask", "flask"),
            ("grenades", "metal flasks", "flasks"),
            ("bomb", "sealed case", "case"),
            ("bombs", "sealed cases", "cases"),
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
            ("wounds", "bandages", "straps"),
            ("wounded", "weary"),
            ("injured", "weary"),
            ("maimed", "weary"),
            ("bleeding", "weary"),
            ("bleeds", "staggers", "sways"),
            ("bruised", "dusty"),
            ("injury", "ordeal"),
            ("injuries", "ordeals")),

        // "Shoot", "shot" and "cut" are the language of film; they count only where a person is meant.
        new("violence.verbs", SofteningClass.Violence,
            ("shot dead", "overcome"),
            ("gunned down", "overcome"),
            ("shoots him", "confronts him", "faces him"),
            ("shoots her", "confronts her", "faces her"),
            ("shoots them", "confronts them", "faces them"),
            ("shoots at", "confronts", "faces"),
            ("shooting at", "confronting", "facing"),
            ("opens fire", "rushes forward", "rushes in"),
            ("opening fire", "rushing forward", "rushing in"),
            ("stab", "confront", "face"),
            ("stabs", "confronts", "faces"),
            ("stabbed", "confronted", "faced"),
            ("stabbing", "confronting", "facing"),
            ("kill", "overcome", "best"),
            ("kills", "overcomes", "bests"),
            ("killed", "overcome", "bested"),
            ("killing", "overcoming", "besting"),
            ("murders", "overcomes", "bests"),
            ("murdered", "overcome", "bested"),
            ("murdering", "overcoming", "besting"),
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
            ("torture", "question", "press"),
            ("tortures", "questions", "presses"),
            ("tortured", "questioned", "pressed"),
            ("torturing", "questioning", "pressing"),
            ("attacks", "challenges", "faces"),
            ("attacked", "challenged", "faced"),
            ("attacking", "challenging", "facing")),

        new("violence.nouns", SofteningClass.Violence,
            ("killer", "antagonist", "foe"),
            ("killers", "antagonists", "foes"),
            ("murderer", "antagonist", "foe"),
            ("murderers", "antagonists", "foes"),
            ("murder", "crime"),
            ("massacre", "rout"),
            ("bloodbath", "rout")),

        new("nudity", SofteningClass.Nudity,
            ("naked", "robed"),
            ("nude", "robed", "clad"),
            ("topless", "robed"),
            ("undressed", "robed"),
            ("bare-chested", "linen-shirted", "clothed"),
            ("shirtless", "linen-shirted", "clothed"),
            ("lingerie", "nightwear", "attire"),
            ("underwear", "sportswear", "attire")),

        new("people", SofteningClass.RealPeople,
            ("Tom Cruise", "a daring leading man", "an actor"),
            ("Brad Pitt", "a weathered leading man", "an actor"),
            ("Leonardo DiCaprio", "a boyish leading man", "an actor"),
            ("Keanu Reeves", "a quiet leading man", "an actor"),
            ("Dwayne Johnson", "a massive action hero", "an actor"),
            ("Scarlett Johansson", "a poised leading lady", "an actress"),
            ("Angelina Jolie", "a striking leading lady", "an actress"),
            ("Emma Watson", "a bright young actress", "an actress"),
            ("Marilyn Monroe", "a platinum-blonde film star", "a film star"),
            ("Audrey Hepburn", "an elegant film star", "a film star"),
            ("Taylor Swift", "a blonde pop singer", "a pop singer"),
            ("Beyoncé", "a commanding pop singer", "a diva"),
            ("Beyonce\u0301", "a commanding pop singer", "a diva"),
            ("Beyonce", "a commanding pop singer", "a diva"),
            ("Elvis Presley", "a rock-and-roll singer", "a rock singer"),
            ("Michael Jackson", "a dancing pop singer", "a pop singer"),
            ("Albert Einstein", "a white-haired physicist", "a physicist"),
            ("Elon Musk", "a technology magnate", "a magnate"),
            ("Donald Trump", "a blustering politician", "a politician"),
            ("Barack Obama", "a calm politician", "a politician"),
            ("Joe Biden", "a silver-haired politician", "a leader"),
            ("Vladimir Putin", "a stern politician", "a politician")),

        new("brands", SofteningClass.Brands,
            ("Coca-Cola", "cola"),
            ("Coca Cola", "cola"),
            ("Pepsi", "cola"),
            ("Starbucks", "coffee-shop", "coffee"),
            ("McDonald's", "fast-food restaurant", "diner"),
            ("Nike", "plain sports", "gym"),
            ("Adidas", "plain sports", "sports"),
            ("Gucci", "luxury", "chic"),
            ("Louis Vuitton", "luxury"),
            ("Rolex", "luxury watch", "watch"),
            ("iPhone", "smartphone", "phone"),
            ("iPhones", "smartphones", "phones"),
            ("MacBook", "laptop"),
            ("Ferrari", "sports car", "car"),
            ("Lamborghini", "sports car"),
            ("Porsche", "sports car", "car"),
            ("Harley-Davidson", "heavy motorcycle", "motorcycle"),
            ("Lego", "toy-brick", "toy"),
            ("Batman", "a caped vigilante", "a hero"),
            ("Superman", "a flying hero", "a hero"),
            ("Spider-Man", "a masked acrobat", "an acrobat"),
            ("Mickey Mouse", "a cartoon mouse", "a mouse"),
            ("Darth Vader", "a masked dark lord", "a dark lord")),
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
