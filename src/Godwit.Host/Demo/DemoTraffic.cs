using System.Net.Http.Headers;
using System.Text;

namespace Godwit.Host.Demo;

/// <summary>
/// Sends the demo's traffic through the gateway, as a proxy in front of callers all over the world would.
/// </summary>
/// <param name="client">Root of the client API.</param>
/// <param name="keys">An API key for each project.</param>
/// <param name="seed">The same seed draws the same requests in the same order.</param>
internal sealed class DemoTraffic(Uri client, IReadOnlyDictionary<string, string> keys, int seed) : IDisposable
{
    /// <summary>Requests sent quickly at the start, so that there is something to look at.</summary>
    public const int OpeningRequests = 300;

    private const int SideBySide = 4;
    private static readonly TimeSpan TricklePause = TimeSpan.FromSeconds(2);

    private readonly HttpClient http = new() { BaseAddress = client };

    /// <summary>Sends the opening requests, a few side by side.</summary>
    public Task OpenAsync(CancellationToken cancellation)
    {
        var random = new Random(seed);
        var drawn = Enumerable.Range(0, OpeningRequests).Select(_ => Draw(random)).ToList();
        return Parallel.ForEachAsync(
            drawn,
            new ParallelOptions { MaxDegreeOfParallelism = SideBySide, CancellationToken = cancellation },
            async (next, stop) => await SendAsync(next.Caller, next.Request, stop));
    }

    /// <summary>Goes on with a request every other second until it is cancelled.</summary>
    public async Task TrickleAsync(CancellationToken cancellation)
    {
        var random = new Random(seed + 1);
        using var timer = new PeriodicTimer(TricklePause);
        while (await timer.WaitForNextTickAsync(cancellation))
        {
            var (caller, request) = Draw(random);
            await SendAsync(caller, request, cancellation);
        }
    }

    public void Dispose() => http.Dispose();

    private static (DemoCaller Caller, DemoRequest Request) Draw(Random random)
    {
        var at = random.Next(DemoCaller.All.Sum(caller => caller.Weight));
        var caller = DemoCaller.All.First(candidate => (at -= candidate.Weight) < 0);
        return (caller, DemoRequest.Draw(random));
    }

    private async Task SendAsync(DemoCaller caller, DemoRequest request, CancellationToken cancellation)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, request.Path)
        {
            Content = new StringContent(request.Body.ToJsonString(), Encoding.UTF8, "application/json"),
        };
        message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", keys[request.Project]);
        message.Headers.Add("X-Forwarded-For", caller.Address.ToString());
        try
        {
            using var answer = await http.SendAsync(message, cancellation);
        }
        catch (HttpRequestException)
        {
            // A request that broke off is part of the story too: its record says what happened.
        }
    }
}
