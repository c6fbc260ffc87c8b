using System.Collections.Concurrent;
using System.Threading.Channels;

namespace Godwit.FunctionalTests.Support;

/// <summary>Clients that ask again and again until told to stop, and what they were answered.</summary>
internal sealed class Load : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private readonly Channel<string> answers = Channel.CreateUnbounded<string>();
    private readonly RawClient client;
    private readonly string body;
    private readonly Task[] workers;
    private volatile bool stopped;

    public Load(Uri root, string apiKey, string model, int clients)
    {
        client = new RawClient(root, apiKey);
        body = $$"""{"model":"{{model}}","messages":[{"role":"user","content":"Hi"}]}""";
        workers = [.. Enumerable.Range(0, clients).Select(_ => AskAsync())];
    }

    /// <summary>Ids of the requests that were answered.</summary>
    public ConcurrentBag<string> Answered { get; } = [];

    /// <summary>What went wrong, a line each.</summary>
    public ConcurrentBag<string> Failures { get; } = [];

    /// <summary>Returns when so many further requests have ended.</summary>
    public async Task EndedAsync(int further)
    {
        while (answers.Reader.TryRead(out _))
        {
            // What ended before does not count.
        }

        for (var i = 0; i < further; i++)
        {
            await answers.Reader.ReadAsync().AsTask().WaitAsync(Limit);
        }
    }

    /// <summary>Lets the requests under way end, and asks no more.</summary>
    public async Task StopAsync()
    {
        stopped = true;
        await Task.WhenAll(workers);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        client.Dispose();
    }

    private async Task AskAsync()
    {
        while (!stopped)
        {
            var line = await AskOnceAsync();
            await answers.Writer.WriteAsync(line);
        }
    }

    private async Task<string> AskOnceAsync()
    {
        try
        {
            using var answer = await client.ChatAsync(body);
            var text = await answer.Content.ReadAsStringAsync();
            if (answer.IsSuccessStatusCode)
            {
                Answered.Add(RawClient.RequestIdOf(answer));
            }
            else
            {
                Failures.Add($"{(int)answer.StatusCode} {text}");
            }

            return text;
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException)
        {
            Failures.Add(failure.Message);
            return failure.Message;
        }
    }
}
