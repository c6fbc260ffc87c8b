using System.IO.Pipelines;
using System.Text;
using Godwit.Gateway.Attempts;
using Godwit.Gateway.ClientApi;
using Godwit.Gateway.Geolocation;
using Godwit.Gateway.Journal;
using Godwit.Gateway.Steps;
using Godwit.Gateway.Streaming;
using Godwit.Gateway.Telemetry;
using Godwit.Policy.Catalog;
using Godwit.Policy.Configuration;
using Godwit.Policy.Contracts;
using Godwit.Policy.Snapshot;
using Godwit.Policy.Territories;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Godwit.Gateway.Tests.Streaming;

/// <summary>Relaying between a provider and a client that each have a pace of their own.</summary>
public sealed class AnswerRelayTests : IDisposable
{
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(10);
    private readonly string folder = Directory.CreateTempSubdirectory("godwit-relay-").FullName;
    private readonly FakeTimeProvider time = new();
    private readonly Pipe provider = NewPipe(1024 * 1024);
    private readonly Pipe client = NewPipe(1);
    private readonly GatewayRequest request = new();
    private readonly GatewayTelemetry telemetry = new();
    private readonly RequestJournal journal;

    public AnswerRelayTests()
    {
        journal = new RequestJournal(new JournalSegments(folder));
        request.Begin(Snapshot(), time);
        request.Operation = ClientOperation.Chat;
        Assert.True(request.Snapshot.Routes.TryFind("m", out var route));
        request.BeginAttempt(route!.Targets[0], route.Targets[0].Doors[0]);
        request.Http.Features.Set<IHttpResponseBodyFeature>(new ClientBody(client.Writer));
    }

    public void Dispose()
    {
        telemetry.Dispose();
        journal.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_client_that_reads_slowly_is_waited_for_and_the_provider_is_not_blamed()
    {
        using var lifetime = new AttemptLifetime();
        lifetime.Begin(time, CancellationToken.None);
        var running = RunAsync(lifetime);
        await SendAsync("data: {\"choices\":[{\"delta\":{\"content\":\"x\"}}]}\n\n");
        time.Advance(3 * Idle);
        await ReceiveAsync();
        await SendAsync("data: [DONE]\n\n");
        await ReceiveAsync();
        await provider.Writer.CompleteAsync();
        Assert.Null(await running);
        Assert.Equal((RequestEnding.Completed, true), (request.Ending, request.Settled));
    }

    [Fact]
    public async Task A_provider_that_falls_silent_is_given_up_also_after_a_slow_client_was_waited_for()
    {
        using var lifetime = new AttemptLifetime();
        lifetime.Begin(time, CancellationToken.None);
        var running = RunAsync(lifetime);
        await SendAsync("data: {\"choices\":[{\"delta\":{\"content\":\"x\"}}]}\n\n");
        await ReceiveAsync();
        time.Advance(Idle);
        await ReceiveAsync();
        Assert.Null(await running);
        Assert.Equal(RequestEnding.ProviderCut, request.Ending);
    }

    [Fact]
    public async Task An_answer_that_is_no_stream_and_is_cut_by_a_policy_breaks_off_visibly()
    {
        var connection = new Connection();
        request.Http.Features.Set<IHttpRequestLifetimeFeature>(connection);
        using var lifetime = new AttemptLifetime();
        lifetime.Begin(time, CancellationToken.None);
        var policy = TerritoryRulesCompiler.Compile(
            new("p", 1, new() { Scope = new(), Serves = new() { Exclude = ["CN"] } }), CatalogSet.Empty, []);
        lifetime.EndAt(new TerritoryCut((time.GetUtcNow() + Idle / 2).UtcTicks, policy), time);
        var running = RunAsync(lifetime, "application/json");
        await SendAsync("{\"choices\":[");
        await ReceiveAsync();
        time.Advance(Idle / 2 + TimeSpan.FromMilliseconds(1));
        Assert.Null(await running);
        Assert.True(connection.Aborted);
        Assert.Equal((RequestEnding.PolicyCut, true), (request.Ending, request.Settled));
        Assert.Null(Assert.Single(request.Attempts).Failure);
    }

    private static Pipe NewPipe(long pause) => new(new PipeOptions(
        readerScheduler: PipeScheduler.Inline, writerScheduler: PipeScheduler.Inline, pauseWriterThreshold: pause,
        resumeWriterThreshold: pause / 2, useSynchronizationContext: false));

    private static GatewaySnapshot Snapshot() => SnapshotCompiler.Compile(
        new ConfigurationSet
        {
            Providers =
            [
                new("p", 1, new()
                {
                    Dialect = Dialect.OpenAIChat, BaseUrl = "http://localhost/v1", Models = [new() { Name = "m" }],
                    IdleTimeoutMs = (int)Idle.TotalMilliseconds,
                }),
            ],
        },
        CatalogSet.Empty, _ => null, 1, "test", DateTimeOffset.UnixEpoch);

    private Task<AttemptFailure?> RunAsync(AttemptLifetime lifetime, string type = "text/event-stream")
    {
        var settle = new SettleStep(
            journal, new AddressPrivacy(new GatewayOptions()), AddressLocator.LoadEmbedded(DateTimeOffset.UnixEpoch),
            telemetry, new BackgroundUsage(), time, NullLogger<SettleStep>.Instance);
        var response = new HttpResponseMessage { Content = new StreamContent(provider.Reader.AsStream()) };
        response.Content.Headers.ContentType = new(type);
        return new AnswerRelay(settle).RunAsync(
            request, response, lifetime, new AttemptClock(time, request.StartTimestamp), hideUsage: false).AsTask();
    }

    private async Task SendAsync(string text) => await provider.Writer.WriteAsync(Encoding.UTF8.GetBytes(text));

    private async Task ReceiveAsync()
    {
        var read = await client.Reader.ReadAsync(TestContext.Current.CancellationToken);
        client.Reader.AdvanceTo(read.Buffer.End);
    }

    private sealed class Connection : IHttpRequestLifetimeFeature
    {
        public bool Aborted { get; private set; }

        public CancellationToken RequestAborted { get; set; }

        public void Abort() => Aborted = true;
    }

    private sealed class ClientBody(PipeWriter writer) : IHttpResponseBodyFeature
    {
        public Stream Stream => writer.AsStream();

        public PipeWriter Writer => writer;

        public void DisableBuffering()
        {
        }

        public Task StartAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

        public Task SendFileAsync(
            string path, long offset, long? count, CancellationToken cancellationToken = default) =>
            Task.CompletedTask;

        public Task CompleteAsync() => Task.CompletedTask;
    }
}
