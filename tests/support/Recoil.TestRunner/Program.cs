using Recoil.TestRunner;

// Recoil.TestRunner ROOT RESULTS [arguments of ./test]
if (args is not [var root, var results, .. var words])
{
    Console.Error.WriteLine("Give the repository's folder, a folder for results, and what ./test was given.");
    return 2;
}

Arguments arguments;
try
{
    arguments = Arguments.Parse(words);
}
catch (FormatException wrong)
{
    Console.Error.WriteLine(wrong.Message);
    return 2;
}

Directory.CreateDirectory(results);
var runs = await new Schedule(TestAssembly.Of(root), arguments).RunAsync(assembly => AssemblyRun.RunAsync(assembly, arguments, results), run =>
{
    Console.WriteLine($"{run.Assembly.Name}: {(run.IsGood ? "ok" : "FAILED")} after {run.Took.TotalSeconds:F0} s");
    if (!run.IsGood)
        Console.WriteLine(run.Output);
});

var summary = new Summary(runs);
Console.WriteLine();
foreach (var note in Directory.GetFiles(results, "*.note").Order(StringComparer.Ordinal))
    Console.WriteLine(await File.ReadAllTextAsync(note));
foreach (var line in summary.Lines())
    Console.WriteLine(line);
return summary.ExitCode;
