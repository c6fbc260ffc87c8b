namespace Godwit.Simulator.Tests;

public sealed class FaultTextTests
{
    [Fact]
    public void Every_field_is_read()
    {
        Fault fault = RunningSimulator.Parse(
            "stream_cut:times=3:for=1m:after_chunks=40:retry_after=2s:delay=500ms:probability=0.25:model=qwen3:8b");

        Assert.Equal(
            new Fault
            {
                Kind = FaultKind.StreamCut,
                Times = 3,
                For = TimeSpan.FromMinutes(1),
                AfterChunks = 40,
                RetryAfter = TimeSpan.FromSeconds(2),
                Delay = TimeSpan.FromMilliseconds(500),
                Probability = 0.25,
                Model = "qwen3:8b",
            },
            fault);
        Assert.Equal(fault, RunningSimulator.Parse(fault.ToString()));
    }

    [Fact]
    public void Every_kind_has_a_name_that_reads_back()
    {
        foreach (FaultKind kind in Enum.GetValues<FaultKind>())
        {
            Assert.Equal(kind, RunningSimulator.Parse(new Fault { Kind = kind }.ToString()).Kind);
        }
    }

    [Theory]
    [InlineData(null, "the kinds are rate_limit, quota_exhausted")]
    [InlineData("explode", "unknown fault 'explode'")]
    [InlineData("silent:soon", "not field=value")]
    [InlineData("silent:colour=red", "unknown field 'colour'")]
    [InlineData("rate_limit:times=0", "whole number from 1")]
    [InlineData("rate_limit:retry_after=-1s", "duration")]
    [InlineData("rate_limit:probability=2", "from 0 to 1")]
    public void A_wrong_fault_is_refused_with_what_is_accepted(string? text, string expected)
    {
        Assert.False(Fault.TryParse(text, out _, out string? error));
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://127.0.0.1:0")]
    [InlineData("http://example.com:80")]
    public async Task A_listener_that_cannot_be_is_refused(string listen)
    {
        SimulatorOptions options = SimulatorOptions.For("openai") with { Listen = new Uri(listen) };

        await Assert.ThrowsAsync<ArgumentException>(
            () => SimulatorServer.StartAsync(options, TimeProvider.System, CancellationToken.None));
    }

    [Fact]
    public async Task Two_providers_on_one_prefix_are_refused()
    {
        SimulatorOptions options = new()
        {
            Providers = [new SimulatedProvider { Name = "a" }, new SimulatedProvider { Name = "b" }],
        };

        ArgumentException refusal = await Assert.ThrowsAsync<ArgumentException>(
            () => SimulatorServer.StartAsync(options, TimeProvider.System, CancellationToken.None));
        Assert.Contains("path prefixes", refusal.Message, StringComparison.Ordinal);
    }
}
