using Godwit.Gateway.Attempts.Credentials;
using Godwit.Policy.Snapshot;
using Godwit.Providers.Credentials;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Godwit.Gateway.Tests.Attempts.Credentials;

/// <summary>Tokens are asked for once, kept, and renewed while the old one still serves.</summary>
public sealed class CachedTokenTests
{
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 11, 25, 12, 0, 0, TimeSpan.Zero));
    private readonly Source source;
    private readonly CachedToken token;

    public CachedTokenTests()
    {
        source = new Source(time);
        token = new CachedToken(
            CredentialSamples.Keys("key").Providers.Single().Credentials.Single(), source, time, NullLogger.Instance);
    }

    [Fact]
    public async Task One_token_serves_until_it_is_renewed_before_it_expires()
    {
        Assert.Equal("token-1", await GetAsync());
        time.Advance(TimeSpan.FromMinutes(54));
        Assert.Equal("token-1", await GetAsync());
        Assert.Equal(1, source.Asked);

        time.Advance(TimeSpan.FromMinutes(2));
        source.Hold();
        Assert.Equal("token-1", await GetAsync());
        Assert.Equal("token-1", await GetAsync());
        await source.ReleaseAsync();
        await Eventually("token-2");
        Assert.Equal(2, source.Asked);
    }

    [Fact]
    public async Task However_many_wait_it_is_asked_for_once()
    {
        source.Hold();
        var waiting = Enumerable.Range(0, 50).Select(_ => GetAsync()).ToList();
        await source.ReleaseAsync();
        Assert.All(await Task.WhenAll(waiting), text => Assert.Equal("token-1", text));
        Assert.Equal(1, source.Asked);
    }

    [Fact]
    public async Task A_client_that_goes_away_does_not_end_the_renewal_for_the_others()
    {
        source.Hold();
        using var gone = new CancellationTokenSource();
        var first = token.GetAsync(gone.Token).AsTask();
        var second = GetAsync();
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        await source.ReleaseAsync();
        Assert.Equal("token-1", await second);
    }

    [Fact]
    public async Task A_source_that_fails_is_asked_again_after_a_pause_only()
    {
        source.Problem = "it is closed";
        for (var i = 0; i < 3; i++)
            Assert.Equal("it is closed", (await Assert.ThrowsAsync<CredentialException>(GetAsync)).Message);
        Assert.Equal(1, source.Asked);
        source.Problem = null;
        time.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal("token-2", await GetAsync());
    }

    [Fact]
    public async Task A_failing_renewal_leaves_the_old_token_until_it_expires()
    {
        await GetAsync();
        source.Problem = "it is closed";
        time.Advance(TimeSpan.FromMinutes(59));
        Assert.Equal("token-1", await GetAsync());
        time.Advance(TimeSpan.FromMinutes(2));
        await Assert.ThrowsAsync<CredentialException>(GetAsync);
    }

    [Fact]
    public async Task What_a_library_throws_is_told_by_its_kind_alone()
    {
        source.Thrown = new InvalidOperationException("the key is key");
        var told = await Assert.ThrowsAsync<CredentialException>(GetAsync);
        Assert.Equal("no token: InvalidOperationException", told.Message);
    }

    [Fact]
    public async Task A_source_that_stays_silent_is_given_up()
    {
        source.Hold();
        var waiting = GetAsync();
        await source.Begun;
        time.Advance(TimeSpan.FromSeconds(16));
        Assert.Contains("15 seconds", (await Assert.ThrowsAsync<CredentialException>(() => waiting)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_that_was_refused_is_let_go_of_once()
    {
        var refused = await token.GetAsync(CancellationToken.None);
        token.Drop(refused);
        Assert.Equal("token-2", await GetAsync());
        token.Drop(refused);
        Assert.Equal("token-2", await GetAsync());
    }

    private async Task<string> GetAsync() => (await token.GetAsync(CancellationToken.None)).Value;

    private async Task Eventually(string expected)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (await GetAsync() != expected)
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private sealed class Source(TimeProvider time) : ITokenSource
    {
        private TaskCompletionSource? held;
        private TaskCompletionSource begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int asked;

        public int Asked => Volatile.Read(ref asked);

        public string? Problem { get; set; }

        public Exception? Thrown { get; set; }

        public Task Begun => begun.Task;

        public void Hold()
        {
            held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        public async Task ReleaseAsync()
        {
            await Begun;
            held!.SetResult();
        }

        public async ValueTask<SignedToken> GetAsync(ProviderCredential credential, CancellationToken cancellation)
        {
            var number = Interlocked.Increment(ref asked);
            begun.TrySetResult();
            if (held is { } gate)
                await gate.Task.WaitAsync(cancellation);
            if (Thrown is { } thrown)
                throw thrown;
            if (Problem is { } problem)
                throw new CredentialException(problem);
            return new SignedToken($"token-{number}", time.GetUtcNow().AddHours(1));
        }
    }
}
