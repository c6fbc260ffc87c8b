using System.Net.Http.Headers;
using System.Text.Json;
using Godwit.TestSupport;

namespace Godwit.FunctionalTests.Support;

/// <summary>Reads a server's admin API.</summary>
internal static class AdminReader
{
    /// <summary>The answer to a GET, whatever its status.</summary>
    /// <param name="server">Who is asked.</param>
    /// <param name="path">What for, under <c>/api/v1/</c>.</param>
    public static async Task<JsonElement> ReadAsync(this GodwitServer server, string path)
    {
        using var client = new HttpClient { BaseAddress = server.AdminUri };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", GodwitServer.AdminToken);
        using var answer = await client.GetAsync(new Uri($"/api/v1/{path}", UriKind.Relative));
        using var document = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return document.RootElement.Clone();
    }
}
