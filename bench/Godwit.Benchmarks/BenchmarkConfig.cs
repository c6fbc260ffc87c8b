using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace Godwit.Benchmarks;

/// <summary>How every benchmark runs: in this process, with allocations counted.</summary>
/// <remarks>
/// In-process, because the generated projects of the default toolchain would need the checkout's central package
/// versions and lock files; the code measured is small and free of process-wide state.
/// </remarks>
internal static class BenchmarkConfig
{
    public static IConfig Create() => DefaultConfig.Instance
        .WithArtifactsPath(Path.Combine("artifacts", "benchmarks"))
        .AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance))
        .AddDiagnoser(MemoryDiagnoser.Default)
        .AddColumn(StatisticColumn.P95);
}
