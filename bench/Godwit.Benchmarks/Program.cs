// dotnet run -c Release --project bench/Godwit.Benchmarks -- --filter '*Territory*'
using BenchmarkDotNet.Running;
using Godwit.Benchmarks;

BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args, BenchmarkConfig.Create());
