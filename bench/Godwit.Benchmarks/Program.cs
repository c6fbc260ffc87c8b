// dotnet run -c Release --project bench/Godwit.Benchmarks -- --filter '*Territory*'
// dotnet run -c Release --project bench/Godwit.Benchmarks -- feeds
using BenchmarkDotNet.Running;
using Godwit.Benchmarks;

if (args is ["feeds"])
    FeedLoading.Run();
else
    BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args, BenchmarkConfig.Create());
