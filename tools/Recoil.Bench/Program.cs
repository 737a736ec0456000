using Recoil.Bench.Processes;

return await BenchProcess.RunAsync(args);
