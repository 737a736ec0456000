using System.Globalization;
using System.Numerics;
using System.Text.Json;
using Recoil.Contracts;
using Recoil.Models;

namespace Recoil.Plans;

/// <summary>Reads an episode plan: a JSON file in the original's vocabulary, described by <c>contracts/plan.schema.json</c>.</summary>
public sealed class PlanReader
{
    private const string Both = "both";

    /// <summary>The keyframe of a shot with both has the shot's own id, so that others name it as they name any keyframe.</summary>
    private const string ClipSuffix = "-clip";

    private readonly PlanSettings _settings;
    private readonly PlanErrors _errors;
    private readonly PlanModels _models;
    private readonly PlanFolder _folder;
    private readonly PlanReferences _references = new();
    private readonly Dictionary<string, string> _placesById = new(StringComparer.OrdinalIgnoreCase);
    private readonly SortedDictionary<string, List<string>> _notices = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _seedless = new(StringComparer.Ordinal);
    private string? _keyframeModel;
    private string? _clipModel;

    private PlanReader(string path, PlanSettings settings, PlanErrors errors)
    {
        _settings = settings;
        _errors = errors;
        _models = new PlanModels(settings);
        _folder = new PlanFolder(path);
    }

    /// <summary>Reads the plan at <paramref name="path"/>, checks it and resolves its files against its folder.</summary>
    /// <param name="path">The plan; absolute, or from the current folder.</param>
    /// <param name="settings">What stands over the plan.</param>
    /// <param name="name">The plan's name in errors; the path when absent.</param>
    /// <param name="cancellationToken">Stops looking at pictures.</param>
    public static Task<PlanReading> ReadAsync(string path, PlanSettings settings, string? name = null, CancellationToken cancellationToken = default)
    {
        var errors = new PlanErrors(name ?? path);
        return CheckAsync(PlanFile.Open(path, errors), path, settings, errors, cancellationToken);
    }

    /// <summary>Checks a plan that is to be written, as if it were at <paramref name="path"/> already.</summary>
    /// <param name="plan">The plan's JSON in UTF-8.</param>
    /// <param name="path">Where it will be; absolute, or from the current folder.</param>
    /// <param name="settings">What stands over the plan.</param>
    /// <param name="cancellationToken">Stops looking at pictures.</param>
    public static Task<PlanReading> CheckAsync(byte[] plan, string path, PlanSettings settings, CancellationToken cancellationToken = default)
    {
        var errors = new PlanErrors(path);
        return CheckAsync(PlanFile.Parse(plan, errors), path, settings, errors, cancellationToken);
    }

    private static async Task<PlanReading> CheckAsync(
        PlanFile? file, string path, PlanSettings settings, PlanErrors errors, CancellationToken cancellationToken)
    {
        if (file is null)
            return new PlanReading(null, errors.Lines) { Mistakes = errors.Mistakes };

        using var json = file.Json;
        var reader = new PlanReader(path, settings, errors);
        var run = reader.Run(json.RootElement, file.Fingerprint);
        if (settings.PictureMistake is { } mistake)
            await reader._folder.LookInsideAsync(mistake, errors, cancellationToken);
        return errors.Any ? new PlanReading(null, errors.Lines) { Mistakes = errors.Mistakes } : new PlanReading(run, []) { Notices = reader.Notices() };
    }

    private RunRequested? Run(JsonElement json, string fingerprint)
    {
        if (PlanObject.Read(json, "$", PlanFields.OfPlan, _errors) is not { } plan)
            return null;

        plan.Text("$schema");
        if (!plan.Has("project"))
            plan.Missing("project", "Name the project that the run belongs to.");
        if (!plan.Has("shots"))
            plan.Missing("shots", "List the shots to make.");

        var episode = plan.Id("episode_id") ?? "";
        var budget = plan.Object("budget", PlanFields.OfBudget);
        var episodeCap = budget?.Dollars("episode_cap");
        var shotCap = budget?.Dollars("shot_cap");
        if (_settings.EpisodeCap is null && budget?.Has("episode_cap") is not true)
            _errors.Add("$.budget.episode_cap", "missing. Say how many US dollars the run may spend, here or with --budget.");

        ReadModels(plan);
        var list = plan.List("shots", PlanLimits.Shots, "Split the episode into several plans.");
        if (list is { Count: 0 })
            plan.Wrong("shots", "empty. List the shots to make.");
        var cap = _settings.EpisodeCap ?? episodeCap ?? 0;
        ShotFields[] shots = [.. (list ?? []).SelectMany(entry => Shots(entry.Json, entry.Place, episode))];
        if (list?.Count <= PlanLimits.Shots && shots.Length > PlanLimits.Shots)
            plan.Wrong("shots", $"more than {PlanLimits.Shots} shots, as every shot of pipeline both is two. Split the episode into several plans.");
        _references.Check(shots, _errors);
        return new RunRequested
        {
            Project = plan.Id("project", dots: false) ?? "",
            RunId = plan.Id("run_id") ?? $"run_{fingerprint}",
            EpisodeId = episode,
            EpisodeCap = cap,
            ShotCap = _settings.ShotCap ?? shotCap ?? cap,
            StyleAnchor = plan.Picture("style_anchor", _folder),
            StopOnReview = SnakeCase.Parse<StopOnReview>(plan.Choice("stop_on_review", "rule", "never", "scene", "run")) ?? StopOnReview.Never,
            MaxParallel = _settings.MaxParallel
                ?? plan.Whole("max_parallel", 1, PlanLimits.Parallel, $"Give how many shots may be under way at once, 1 to {PlanLimits.Parallel}.") ?? 4,
            Priority = Priority(plan) ?? Contracts.Priority.Usual,
            Policy = _settings.Policy,
            Judges = Judges(plan),
            Shots = shots,
            Model = _keyframeModel ?? _clipModel ?? "",
        };
    }

    private void ReadModels(PlanObject plan)
    {
        _keyframeModel = plan.Text("model");
        _clipModel = plan.Text("video_model");
        var keyframeModelOverridden = false;
        var clipModelOverridden = false;
        if (_settings.Model is { } model)
        {
            if (_models.Find(model, out var mistake) is not { } profile)
                _errors.AddSetting("--model", mistake);
            else
            {
                keyframeModelOverridden = profile.CostPerImage is not null;
                clipModelOverridden = profile.CostPerSecond is not null;
            }
        }

        if (keyframeModelOverridden)
            _keyframeModel = _settings.Model;
        else if (_keyframeModel is not null && _models.Find(_keyframeModel, out var mistake) is null)
            plan.Wrong("model", mistake);

        if (clipModelOverridden)
            _clipModel = _settings.Model;
        else if (_clipModel is not null && _models.Mistake(_clipModel, clip: true) is { } mistake)
            plan.Wrong("video_model", mistake);
    }

    /// <summary>An entry of the list is one shot, or a keyframe and the clip that starts with it.</summary>
    private IEnumerable<ShotFields> Shots(JsonElement json, string place, string episode)
    {
        if (PlanObject.Read(json, place, PlanFields.OfShot, _errors) is not { } shot)
            return [];

        var pipeline = shot.Choice("pipeline", "pipeline", "keyframe", "video", Both) ?? "keyframe";
        if (pipeline == Both)
            return KeyframeAndClip(shot, place, episode);

        foreach (var field in PlanFields.OfClip.Where(shot.Has))
            shot.Wrong(field, $"is for a shot with both a keyframe and a clip. Write \"pipeline\": \"{Both}\", or {field["video_".Length..]}.");
        var fields = Shot(shot, pipeline, episode) with { Model = Model(shot, "model", place, clip: pipeline == "video") };
        Fit(shot, fields, "prompt");
        return [fields];
    }

    private ShotFields[] KeyframeAndClip(PlanObject shot, string place, string episode)
    {
        if (shot.Has("start_frame"))
            shot.Wrong("start_frame", "is the keyframe itself where a shot has both a keyframe and a clip. Leave it out.");
        var both = Shot(shot, "keyframe", episode);
        var clipId = both.ShotId + ClipSuffix;
        if (both.ShotId.Length > PlanLimits.IdCharacters - ClipSuffix.Length)
            shot.Wrong("shot_id", $"too long: the clip's id ends with {ClipSuffix}. Use up to {PlanLimits.IdCharacters - ClipSuffix.Length} characters.");
        else if (both.ShotId.Length > 0 && !_placesById.TryAdd(clipId, shot.PlaceOf("shot_id")))
            shot.Wrong("shot_id", $"{Shown.Text(clipId)}, the id of its clip, is the id of {_placesById[clipId]} too. Give every shot an id of its own; case does not count.");
        var keyframe = both with { EndFrame = null, Model = Model(shot, "model", place, clip: false) };
        var clip = both with
        {
            ShotId = clipId,
            Pipeline = "video",
            Prompt = (shot.Has("video_prompt") ? Prompt(shot, "video_prompt") : null) ?? both.Prompt,
            StartFrame = ShotReferences.Mark + both.ShotId,
            Model = Model(shot, "video_model", place, clip: true),
            ProviderOptions = shot.Options("video_provider_options"),
        };
        Fit(shot, keyframe, "prompt");
        Fit(shot, clip, shot.Has("video_prompt") ? "video_prompt" : "prompt");
        return [keyframe, clip];
    }

    /// <summary>What a shot asks and its model cannot do is refused here, before money moves. What is made a little differently is said.</summary>
    private void Fit(PlanObject shot, ShotFields fields, string promptField)
    {
        var clip = fields.Pipeline == "video";
        if ((fields.Model ?? _keyframeModel) is not { Length: > 0 } name || _settings.Models.Find(name) is not { } model)
            return;
        var asked = new AskedTake
        {
            AspectRatio = fields.AspectRatio,
            Duration = clip ? fields.Duration : null,
            References = clip ? 0 : fields.IdentityRefs.Count,
            EndFrame = clip && fields.EndFrame is not null,
            PromptLength = fields.Prompt.Length,
        };
        foreach (var misfit in ModelFit.Misfits(name, model, asked))
            shot.Wrong(misfit.Field == "prompt" ? promptField : misfit.Field, misfit.Why);
        if (ModelFit.NearestRatio(model, fields.AspectRatio) is { } made && made != fields.AspectRatio)
            Notice($"{name} makes {fields.AspectRatio} as {made}, which is as good as the same.", fields.ShotId);
        if (!model.TakesSeed)
            _seedless.Add(name);
    }

    private string[] Notices() =>
    [
        .. _notices.Select(notice => $"{FirstOf(notice.Value)}: {notice.Key}"),
        .. _seedless.Count == 0 ? (string[])[] : [$"{FirstOf(_seedless)} {(_seedless.Count == 1 ? "takes" : "take")} no seed: the same shot gives another picture every time."],
    ];

    private static string FirstOf(IReadOnlyCollection<string> names) => $"{string.Join(", ", names.Take(3))}{(names.Count > 3 ? $" and {names.Count - 3} more" : "")}";

    private void Notice(string what, string shotId)
    {
        if (!_notices.TryGetValue(what, out var shots))
            _notices[what] = shots = [];
        shots.Add(shotId);
    }

    private ShotFields Shot(PlanObject shot, string pipeline, string episode) => new()
    {
        ShotId = ShotId(shot) ?? "",
        Prompt = Prompt(shot, "prompt") ?? "",
        Pipeline = pipeline,
        EpisodeId = episode,
        SceneIndex = Scene(shot, "scene_index"),
        SceneId = Scene(shot, "scene_id"),
        IdentityRefs = shot.PicturesOrShots("identity_refs", _folder, _references) ?? [],
        StartFrame = shot.PictureOrShot("start_frame", _folder, _references),
        EndFrame = shot.PictureOrShot("end_frame", _folder, _references),
        Duration = shot.Seconds("duration") ?? 5,
        AspectRatio = AspectRatio(shot) ?? "9:16",
        SceneRefPath = shot.PictureOrShot("scene_ref_path", _folder, _references),
        ExpressionRefs = shot.Pictures("expression_refs", _folder),
        LockedOff = shot.Flag("locked_off") ?? false,
        ShotCap = shot.Dollars("shot_cap"),
        Priority = Priority(shot),
        Judges = Judges(shot),
        ProviderOptions = shot.Options("provider_options"),
        PromptSkeleton = shot.Text("prompt_skeleton", PlanLimits.PromptCharacters),
        WardrobePhaseId = shot.Label("wardrobe_phase_id"),
        WardrobeDescription = shot.Text("wardrobe_description", PlanLimits.PromptCharacters),
        ShotType = shot.Label("shot_type"),
        PromptData = PromptData(shot),
        InputsSnapshot = shot.Json("inputs_snapshot"),
        CoverageContext = shot.JsonObject("coverage_context"),
    };

    private string? ShotId(PlanObject shot)
    {
        if (!shot.Has("shot_id"))
            shot.Missing("shot_id", "Give every shot an id, such as SH010.");
        if (shot.Id("shot_id") is not { } id)
            return null;
        if (!_placesById.TryAdd(id, shot.PlaceOf("shot_id")))
            shot.Wrong("shot_id", $"{Shown.Text(id)} is the id of {_placesById[id]} too. Give every shot an id of its own; case does not count.");
        return id;
    }

    private static string? Prompt(PlanObject shot, string field)
    {
        const string What = "Every shot needs a prompt: say what should be seen.";
        if (!shot.Has(field))
        {
            shot.Missing(field, What);
            return null;
        }

        var prompt = shot.Text(field, PlanLimits.PromptCharacters);
        if (prompt is not null && string.IsNullOrWhiteSpace(prompt))
            shot.Wrong(field, $"empty. {What}");
        return prompt;
    }

    private static RawJson? PromptData(PlanObject shot)
    {
        var data = shot.JsonObject("prompt_data");
        if (data?.Member("shot_type") is { } shotType
            && (shotType.AsText() is not { } text || text.Length > PlanLimits.LabelCharacters || text.Any(char.IsControl)))
            shot.Wrong("prompt_data", $"has the shot_type {Shown.OneLine(shotType.Text)}. Write one line of text of at most {PlanLimits.LabelCharacters} characters.");
        return data;
    }

    private static int? Scene(PlanObject shot, string field) =>
        shot.Whole(field, 0, int.MaxValue, "Number scenes with whole numbers from 0.");

    private static int? Priority(PlanObject part) => part.Whole(
        "priority", Contracts.Priority.Least, Contracts.Priority.Most, $"Give {Contracts.Priority.Least} to {Contracts.Priority.Most}: a higher one comes first.");

    private List<string>? Judges(PlanObject part)
    {
        if (part.Names("judges", PlanLimits.Judges, "Each of them is paid for every take.") is not { } judges)
            return null;
        foreach (var (judge, place) in judges)
        {
            if (_models.JudgeMistake(judge) is { } mistake)
                _errors.Add(place, mistake);
        }

        foreach (var (judge, place) in judges.DistinctBy(one => one.Name, StringComparer.Ordinal).Where(one => judges.Count(other => other.Name == one.Name) > 1))
            _errors.Add(place, $"{Shown.Text(judge)} stands here twice. Keep one.");
        return [.. judges.Select(judge => judge.Name)];
    }

    private static string? AspectRatio(PlanObject shot)
    {
        if (shot.Text("aspect_ratio") is not { } ratio)
            return null;
        if (ratio.Split(':') is not [var left, var right] || !TrySide(left, out var width) || !TrySide(right, out var height))
        {
            shot.Wrong("aspect_ratio", $"{Shown.Text(ratio)} is no aspect ratio. Write width to height in whole numbers, such as 16:9 or 239:100.");
            return null;
        }

        if ((decimal)Math.Max(width, height) / Math.Min(width, height) > PlanLimits.Elongation)
            shot.Wrong("aspect_ratio", $"{Shown.Text(ratio)} is too long and thin. Use at most {PlanLimits.Elongation}:1 or 1:{PlanLimits.Elongation}.");

        var common = (int)BigInteger.GreatestCommonDivisor(width, height);
        return string.Create(CultureInfo.InvariantCulture, $"{width / common}:{height / common}");
    }

    private static bool TrySide(string text, out int side) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out side) && side is > 0 and <= PlanLimits.AspectSide && text[0] != '0';

    private string? Model(PlanObject shot, string field, string place, bool clip)
    {
        if (shot.Has(field))
        {
            var own = shot.Text(field);
            if (own is not null && _models.Mistake(own, clip) is { } mistake)
                shot.Wrong(field, mistake);
            return own;
        }

        return clip ? ModelForClip(place) : ModelForKeyframe(place);
    }

    /// <summary>Keyframes take the run's model, so they name none; an error about it is reported once.</summary>
    private string? ModelForKeyframe(string place)
    {
        if (_keyframeModel is null)
        {
            _errors.Add("$.model", $"missing. {place} is a keyframe: name a model, such as {_models.Usable(model => model.CostPerImage is not null)}, here or with --model.");
            _keyframeModel = "";
        }
        else if (_keyframeModel.Length > 0 && _models.Find(_keyframeModel, out _) is not null && _models.Mistake(_keyframeModel, clip: false) is { } mistake)
        {
            _errors.Add("$.model", mistake);
            _keyframeModel = "";
        }

        return null;
    }

    private string? ModelForClip(string place)
    {
        if (_clipModel is null && _keyframeModel is { Length: > 0 } && _models.Mistake(_keyframeModel, clip: true) is null)
            _clipModel = _keyframeModel;
        if (_clipModel is null)
        {
            _errors.Add("$.video_model", $"missing. {place} is a clip: name a model for clips, such as {_models.Usable(model => model.CostPerSecond is not null)}.");
            _clipModel = "";
        }

        return _clipModel;
    }
}
