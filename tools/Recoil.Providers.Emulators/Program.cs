using Recoil.Providers.Emulators;
using Recoil.Providers.Emulators.Takes;

var address = new Uri(Environment.GetEnvironmentVariable("ASPNETCORE_URLS") is { Length: > 0 } url ? url : "http://127.0.0.1:5090");
await using var server = await EmulatorServer.StartAsync(new AnimaticPictures(), address.Port);
await Console.Out.WriteLineAsync($"Emulated providers listen at {server.Address}: {string.Join(", ", server.Providers.Select(provider => provider.Name))}.");
await server.WaitForShutdownAsync();
return 0;
