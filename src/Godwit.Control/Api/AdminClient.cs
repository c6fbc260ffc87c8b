using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Godwit.Control.Evidence.Replay;
using Godwit.Control.Territories.Impact;
using Godwit.Control.Territories.Findings;
using Godwit.Policy.Contracts;
using Godwit.Policy.Territories;

namespace Godwit.Control.Api;

/// <summary>The admin API as methods, for the command line and the console.</summary>
/// <param name="http">A client whose base address is the admin listener's, with a slash at the end.</param>
/// <param name="token">The admin token; null to call what asks for none.</param>
/// <param name="actor">Who acts, for history; null for just "admin".</param>
public sealed partial class AdminClient(HttpClient http, string? token, string? actor = null)
{
    private static AdminJsonContext Json => AdminJsonContext.Default;

    /// <summary>Creates and updates resources: all of the text, or nothing.</summary>
    /// <param name="yaml">One or more YAML documents.</param>
    /// <param name="file">Name of the file for error messages; null for none.</param>
    /// <param name="dryRun">Says what would happen and changes nothing.</param>
    /// <param name="takeOver">Changes resources that are managed by file too.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<ChangeReport> ApplyAsync(
        string yaml, string? file = null, bool dryRun = false, bool takeOver = false,
        CancellationToken cancellation = default) =>
        SendAsync(
            HttpMethod.Post, Uri("apply", ("file", file), ("dry_run", Flag(dryRun)), ("take_over", Flag(takeOver))),
            Yaml(yaml), Json.ChangeReport, cancellation);

    /// <summary>
    /// What applying would change; with <paramref name="complete"/>, what is not in the text would be deleted.
    /// </summary>
    public Task<ChangeReport> DiffAsync(
        string yaml, string? file = null, bool complete = false, CancellationToken cancellation = default) =>
        SendAsync(
            HttpMethod.Post, Uri("diff", ("file", file), ("complete", Flag(complete))), Yaml(yaml), Json.ChangeReport,
            cancellation);

    public Task<ValidationReport> ValidateAsync(
        string yaml, string? file = null, CancellationToken cancellation = default) =>
        SendAsync(HttpMethod.Post, Uri("validate", ("file", file)), Yaml(yaml), Json.ValidationReport, cancellation);

    public Task<ResourceList> ListAsync(string? kind = null, CancellationToken cancellation = default) =>
        GetAsync(Uri("resources", ("kind", kind)), Json.ResourceList, cancellation);

    public Task<ResourceView> GetAsync(string kind, string name, CancellationToken cancellation = default) =>
        GetAsync(ResourcePath(kind, name), Json.ResourceView, cancellation);

    /// <summary>The stored resources as YAML.</summary>
    public async Task<string> ExportAsync(string? kind = null, CancellationToken cancellation = default)
    {
        using var response = await SendAsync(HttpMethod.Get, Uri("export", ("kind", kind)), null, cancellation);
        return await response.Content.ReadAsStringAsync(cancellation);
    }

    public Task<ChangeReport> DeleteAsync(
        string kind, string name, bool dryRun = false, CancellationToken cancellation = default) =>
        SendAsync(HttpMethod.Delete, ResourcePath(kind, name)
            + Query(("dry_run", Flag(dryRun))), null, Json.ChangeReport, cancellation);

    public Task<HistoryList> HistoryAsync(
        string? kind = null, string? name = null, long? before = null, int? limit = null,
        CancellationToken cancellation = default) =>
        GetAsync(
            Uri("history", ("kind", kind), ("name", name), ("before", Text(before)), ("limit", Text(limit))),
            Json.HistoryList, cancellation);

    public Task<HistoryVerification> VerifyHistoryAsync(CancellationToken cancellation = default) =>
        GetAsync(Uri("history/verification"), Json.HistoryVerification, cancellation);

    public Task<ChangeReport> RollbackAsync(RollbackRequest request, CancellationToken cancellation = default) =>
        SendAsync(HttpMethod.Post, Uri("rollback"), JsonContent.Create(request, Json.RollbackRequest),
            Json.ChangeReport, cancellation);

    public Task<DriftReport> DriftAsync(CancellationToken cancellation = default) =>
        GetAsync(Uri("drift"), Json.DriftReport, cancellation);

    /// <summary>Makes a key; it is in the answer and never shown again.</summary>
    public Task<CreatedKey> CreateKeyAsync(CreateKeyRequest request, CancellationToken cancellation = default) =>
        SendAsync(HttpMethod.Post, Uri("keys"), JsonContent.Create(request, Json.CreateKeyRequest), Json.CreatedKey,
            cancellation);

    public Task<KeyList> ListKeysAsync(string? project = null, CancellationToken cancellation = default) =>
        GetAsync(Uri("keys", ("project", project)), Json.KeyList, cancellation);

    public Task<KeyView> RevokeKeyAsync(string name, CancellationToken cancellation = default) =>
        SendAsync(HttpMethod.Delete, "api/v1/keys/" + EscapePath(name), null, Json.KeyView, cancellation);

    /// <summary>The admin token for the administrator's password.</summary>
    public Task<LoginResult> LoginAsync(string password, CancellationToken cancellation = default) =>
        SendAsync(
            HttpMethod.Post, Uri("login"),
            JsonContent.Create(new LoginRequest { Password = password }, Json.LoginRequest),
            Json.LoginResult, cancellation);

    /// <summary>
    /// Sums over requests; a filter is a query parameter such as <c>organization</c> or <c>since</c>.
    /// </summary>
    public Task<UsageReport> UsageAsync(
        IEnumerable<string> by, IReadOnlyDictionary<string, string?>? filters = null,
        CancellationToken cancellation = default) =>
        GetAsync(Uri("usage", [("by", string.Join(',', by)), .. Pairs(filters)]), Json.UsageReport, cancellation);

    public Task<RequestList> RequestsAsync(
        IReadOnlyDictionary<string, string?>? filters = null, int? limit = null,
        CancellationToken cancellation = default) =>
        GetAsync(Uri("requests", [("limit", Text(limit)), .. Pairs(filters)]), Json.RequestList, cancellation);

    public Task<RequestRecord> RequestAsync(Guid id, CancellationToken cancellation = default) =>
        GetAsync(Uri($"requests/{id}"), Json.RequestRecord, cancellation);

    public Task<NodeStatus> StatusAsync(CancellationToken cancellation = default) =>
        GetAsync(Uri("status"), Json.NodeStatus, cancellation);

    public Task<TerritoryExplanation> ExplainAsync(
        TerritoryQuestion question, CancellationToken cancellation = default) =>
        GetAsync(
            Uri(
                "territory/explain", ("address", question.Address), ("forwarded", question.Forwarded),
                ("edge", question.Edge), ("end_user", question.EndUser),
                ("provider", question.Provider), ("organization", question.Organization),
                ("surface", SurfaceText.Of(question.Surface)), ("at", question.At?.ToString("O"))),
            Json.TerritoryExplanation, cancellation);

    /// <summary>Whom a territory policy touches, by recorded traffic, as if it were in force.</summary>
    /// <param name="yaml">The policy, as if it were applied; null for one that is applied.</param>
    /// <param name="filters"><c>policy</c>, <c>since</c>, <c>until</c>, <c>organization</c>.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<ImpactReport> ImpactAsync(
        string? yaml, IReadOnlyDictionary<string, string?> filters, CancellationToken cancellation = default) =>
        SendAsync(
            HttpMethod.Post, Uri("territory/impact", Pairs(filters)), yaml is null ? null : Yaml(yaml),
            Json.ImpactReport, cancellation);

    /// <summary>Writes the evidence about an organization as a bundle, as it arrives.</summary>
    public async Task ExportEvidenceAsync(
        string organization, DateTimeOffset from, DateTimeOffset? to, Stream output,
        CancellationToken cancellation = default)
    {
        using var response = await SendAsync(
            HttpMethod.Get,
            Uri("evidence", ("organization", organization), ("from", from.ToString("O")), ("to", to?.ToString("O"))),
            null, cancellation, HttpCompletionOption.ResponseHeadersRead);
        await response.Content.CopyToAsync(output, cancellation);
    }

    public Task<EvidenceKeyView> EvidenceKeyAsync(CancellationToken cancellation = default) =>
        GetAsync(Uri("evidence/key"), Json.EvidenceKeyView, cancellation);

    /// <summary>Whether recorded decisions come out the same again.</summary>
    public Task<ReplayReport> ReplayAsync(
        DateTimeOffset from, DateTimeOffset? to, string? organization, CancellationToken cancellation = default) =>
        GetAsync(
            Uri(
                "evidence/replay", ("from", from.ToString("O")), ("to", to?.ToString("O")),
                ("organization", organization)),
            Json.ReplayReport, cancellation);

    public Task<FindingsReport> FindingsAsync(
        IReadOnlyDictionary<string, string?>? filters = null, CancellationToken cancellation = default) =>
        GetAsync(Uri("territory/findings", Pairs(filters)), Json.FindingsReport, cancellation);

    private static string Uri(string path, params IEnumerable<(string Name, string? Value)> query) =>
        "api/v1/" + path + Query(query);

    private static string Query(params IEnumerable<(string Name, string? Value)> query)
    {
        var text = string.Join('&', query.Where(q => q.Value is not null)
            .Select(q => $"{q.Name}={System.Uri.EscapeDataString(q.Value!)}"));
        return text.Length == 0 ? "" : "?" + text;
    }

    private static string ResourcePath(string kind, string name) =>
        $"api/v1/resources/{System.Uri.EscapeDataString(kind)}/{EscapePath(name)}";

    // Names may hold slashes, and those stay: the server takes the rest of the path as the name.
    private static string EscapePath(string name) =>
        string.Join('/', name.Split('/').Select(System.Uri.EscapeDataString));

    private static IEnumerable<(string, string?)> Pairs(IReadOnlyDictionary<string, string?>? filters) =>
        filters?.Select(f => (f.Key, f.Value)) ?? [];

    private static string? Flag(bool value) => value ? "true" : null;

    private static string? Text<T>(T? value)
        where T : struct, IFormattable => value?.ToString(null, CultureInfo.InvariantCulture);

    private static StringContent Yaml(string text) => new(text, Encoding.UTF8, "application/yaml");

    private Task<T> GetAsync<T>(string uri, JsonTypeInfo<T> type, CancellationToken cancellation) =>
        SendAsync(HttpMethod.Get, uri, null, type, cancellation);

    private async Task<T> SendAsync<T>(
        HttpMethod method, string uri, HttpContent? content, JsonTypeInfo<T> type, CancellationToken cancellation)
    {
        using var response = await SendAsync(method, uri, content, cancellation);
        return (await response.Content.ReadFromJsonAsync(type, cancellation))!;
    }

    private async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string uri, HttpContent? content, CancellationToken cancellation,
        HttpCompletionOption completion = HttpCompletionOption.ResponseContentRead)
    {
        using var request = new HttpRequestMessage(method, uri) { Content = content };
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (actor is not null)
            request.Headers.Add("x-godwit-actor", actor);
        var response = await http.SendAsync(request, completion, cancellation);
        if (response.IsSuccessStatusCode)
            return response;
        using (response)
            throw new AdminApiException(await ReadProblemAsync(response, cancellation));
    }

    private static async Task<Problem> ReadProblemAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        var text = await response.Content.ReadAsStringAsync(cancellation);
        try
        {
            if (JsonSerializer.Deserialize(text, Json.Problem) is { } problem)
                return problem;
        }
        catch (JsonException)
        {
            // Something between, such as a proxy, answered in words of its own.
        }

        return new Problem
        {
            Type = "about:blank", Title = $"The server answered {(int)response.StatusCode}",
            Status = (int)response.StatusCode,
        };
    }
}
