using System.Net;
using Godwit.Host.Cli;
using Godwit.Host.Serve;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace Godwit.Host.Tests.Serve;

/// <summary>A process whose own work breaks says so before it ends.</summary>
public sealed class FailedWorkTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("godwit-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task Work_that_throws_while_serving_is_named_with_its_reason_and_the_exit_is_1()
    {
        var broken = new BrokenWork();
        var (code, error) = await RunAsync(broken, () => broken.Break.TrySetResult());

        Assert.Equal(1, code);
        Assert.Contains("BrokenWork ended by an error, and Godwit with it", error, StringComparison.Ordinal);
        Assert.Contains("the disk of the test is gone", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Work_that_throws_before_anything_is_served_is_named_too()
    {
        var broken = new BrokenWork();
        broken.Break.TrySetResult();
        var (code, error) = await RunAsync(broken, () => { });

        Assert.Equal(1, code);
        Assert.Contains("BrokenWork ended by an error", error, StringComparison.Ordinal);
    }

    private async Task<(int Code, string Error)> RunAsync(BrokenWork broken, Action started)
    {
        using var error = new StringWriter();
        var parse = GodwitCommandLine.Create().Parse(["serve"]);
        parse.InvocationConfiguration.Output = TextWriter.Null;
        parse.InvocationConfiguration.Error = error;
        var settings = new ServeSettings
        {
            Data = new DataFolder(Path.Combine(folder.FullName, "data")),
            Listen = [new IPEndPoint(IPAddress.Loopback, 0)],
            AdminListen = new IPEndPoint(IPAddress.Loopback, 0),
        };
        var run = new ServeRun(
            new CommandContext(parse, CancellationToken.None), settings,
            services => services.AddSingleton<IHostedService>(broken));
        var code = await run.RunAsync((_, _) =>
        {
            started();
            return Task.CompletedTask;
        }).WaitAsync(TimeSpan.FromSeconds(60));
        return (code, error.ToString());
    }

    private sealed class BrokenWork : BackgroundService
    {
        public TaskCompletionSource Break { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            await Break.Task.WaitAsync(stoppingToken);
            throw new InvalidOperationException("the disk of the test is gone");
        }
    }
}
