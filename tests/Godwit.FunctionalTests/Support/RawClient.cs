using System.Net.Http.Headers;
using System.Text;

namespace Godwit.FunctionalTests.Support;

/// <summary>Sends bytes that no SDK would change, and shows the whole answer.</summary>
internal sealed class RawClient : IDisposable
{
    private readonly HttpClient client;

    public RawClient(Uri root, string apiKey, string address = Caller.InUnitedStates)
    {
        client = new HttpClient { BaseAddress = root };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", apiKey);
        client.DefaultRequestHeaders.Add("X-Forwarded-For", address);
    }

    /// <summary>Asks for a chat and returns as soon as the answer's headers have come.</summary>
    public Task<HttpResponseMessage> ChatAsync(string body, CancellationToken cancellation = default) =>
        client.SendAsync(
            new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions")
            {
                Content = new StringContent(body, Encoding.UTF8, "application/json"),
            },
            HttpCompletionOption.ResponseHeadersRead,
            cancellation);

    /// <summary>The id that Godwit gave the request.</summary>
    public static string RequestIdOf(HttpResponseMessage answer) =>
        answer.Headers.GetValues("x-godwit-request-id").Single();

    public void Dispose() => client.Dispose();
}
