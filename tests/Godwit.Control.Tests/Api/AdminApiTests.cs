using System.Text.Json;
using Godwit.Control.Api;
using Godwit.Control.Storage;
using Godwit.Control.Tests.Storage;
using Godwit.Policy.Access;
using Godwit.Policy.Configuration;
using Xunit;

namespace Godwit.Control.Tests.Api;

public sealed class AdminApiOnSqliteTests() : AdminApiTests(new SqliteTestDatabase());

public sealed class AdminApiOnPostgresTests() : AdminApiTests(new PostgresTestDatabase());

/// <summary>What the admin API does, over its own client, on every engine.</summary>
public abstract class AdminApiTests : IAsyncLifetime
{
    private const string Local =
        """
        kind: Provider
        name: local
        spec:
          dialect: openai_chat
          base_url: http://127.0.0.1:9/v1
          models: [{ name: tiny }]
        ---
        kind: Route
        name: small
        spec: { targets: [{ target: local/tiny }] }
        """;

    private readonly TestFolder folder = new();
    private readonly TestDatabase database;
    private ControlNode node = null!;

    private protected AdminApiTests(TestDatabase database) => this.database = database;

    private AdminClient Client => node.Client;

    public async ValueTask InitializeAsync() => node = await ControlNode.StartAsync(database, folder.Path);

    public async ValueTask DisposeAsync()
    {
        if (node is not null)
            await node.DisposeAsync();
        await database.DisposeAsync();
        folder.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task The_first_start_makes_an_organization_a_project_and_a_key_that_is_shown_once()
    {
        var made = node.FirstStart.Take();

        Assert.NotNull(made?.ApiKey);
        Assert.Null(node.FirstStart.Take());
        var list = await Client.ListAsync();
        Assert.Equal(
            ["Organization/default", "Project/default", "ApiKey/first"], list.Items.Select(r => $"{r.Kind}/{r.Name}"));
        Assert.All(list.Items, r => Assert.Equal(ManagedBy.System, r.ManagedBy));
        Assert.Equal(1, node.Snapshots.Current!.Access.Count);
    }

    [Fact]
    public async Task Applied_resources_are_in_force_when_the_answer_comes()
    {
        var report = await Client.ApplyAsync(Local);

        Assert.Equal([ChangeOutcome.Created, ChangeOutcome.Created], report.Items.Select(i => i.Outcome));
        Assert.Equal(report.Revision, node.Snapshots.Current!.Revision);
        Assert.True(node.Snapshots.Current.Routes.TryFind("small", out _));
        Assert.All((await Client.ApplyAsync(Local)).Items, i => Assert.Equal(ChangeOutcome.Unchanged, i.Outcome));
        Assert.Equal(report.Revision, (await Client.ListAsync()).Revision);
    }

    [Fact]
    public async Task One_wrong_document_refuses_all_and_every_error_has_its_place()
    {
        var e = await Assert.ThrowsAsync<AdminApiException>(() => Client.ApplyAsync(
            Local + "\n---\nkind: Route\nname: other\nspec:\n  targets: [{ target: local/none }]\n  on_failur: stop\n",
            "routes.yaml"));

        Assert.Equal(422, e.Problem.Status);
        var error = Assert.Single(e.Problem.Errors!);
        Assert.Equal(("routes.yaml", 16, "Route/other"), (error.File, error.Line, error.Resource));
        Assert.DoesNotContain((await Client.ListAsync()).Items, r => r.Kind == ResourceKind.Provider);
    }

    [Fact]
    public async Task A_dry_run_and_a_diff_say_what_would_change_and_change_nothing()
    {
        await Client.ApplyAsync(Local);
        var changed = Local.Replace("tiny", "big", StringComparison.Ordinal);

        var diff = await Client.DiffAsync(changed);
        var dry = await Client.ApplyAsync(changed, dryRun: true);
        var complete = await Client.DiffAsync(Local, complete: true);

        Assert.Contains(diff.Items, i => i.Changes is [{ Path: "spec.targets[0].target" }]);
        Assert.True(dry.DryRun);
        Assert.Equal(diff.Items.Select(i => i.Outcome), dry.Items.Select(i => i.Outcome));
        Assert.Contains(complete.Items, i => i is { Name: "first", Outcome: ChangeOutcome.Deleted });
        Assert.All((await Client.DiffAsync(Local)).Items, i => Assert.Equal(ChangeOutcome.Unchanged, i.Outcome));
    }

    [Fact]
    public async Task What_is_referred_to_cannot_be_deleted()
    {
        await Client.ApplyAsync(Local);

        var e = await Assert.ThrowsAsync<AdminApiException>(() => Client.DeleteAsync("Provider", "local"));
        Assert.Equal(422, e.Problem.Status);
        Assert.Equal("Route/small", Assert.Single(e.Problem.Errors!).Resource);
        await Client.DeleteAsync("Route", "small");
        await Client.DeleteAsync("Provider", "local");
        Assert.Equal(404, (await Assert.ThrowsAsync<AdminApiException>(() => Client.GetAsync("Provider", "local")))
            .Problem.Status);
    }

    [Fact]
    public async Task A_version_that_is_no_longer_current_is_a_conflict()
    {
        await Client.ApplyAsync("{ kind: Organization, name: acme, spec: {} }");
        await Client.ApplyAsync("{ kind: Organization, name: acme, spec: { display_name: Acme } }");
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/v1/apply")
        {
            Content = new StringContent(
                "{ kind: Organization, name: acme, spec: { display_name: Old } }", null, "application/yaml"),
        };
        request.Headers.Authorization = new("Bearer", ControlNode.Token);
        request.Headers.TryAddWithoutValidation("If-Match", "\"1\"");

        using var response = await node.Http.SendAsync(request);

        Assert.Equal(409, (int)response.StatusCode);
        Assert.Equal(Problem.MediaType, response.Content.Headers.ContentType?.MediaType);
        Assert.Contains("\"current_version\":2", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rolling_back_restores_one_resource_or_all()
    {
        await Client.ApplyAsync("{ kind: Organization, name: acme, spec: { display_name: One } }");
        var seq = (await Client.HistoryAsync()).Items[0].Seq;
        await Client.ApplyAsync("{ kind: Organization, name: acme, spec: { display_name: Two } }");
        await Client.ApplyAsync("{ kind: Organization, name: other, spec: {} }");

        await Client.RollbackAsync(new RollbackRequest { Kind = ResourceKind.Organization, Name = "acme" });
        Assert.Equal("One", (await Client.GetAsync("Organization", "acme")).Spec.GetProperty("display_name")
            .GetString());
        await Client.RollbackAsync(new RollbackRequest { Seq = seq });

        Assert.DoesNotContain((await Client.ListAsync("Organization")).Items, r => r.Name == "other");
        var history = await Client.HistoryAsync("Organization", "acme");
        Assert.Equal(["rollback", "update", "create"], history.Items.Select(h => h.Action));
        Assert.All(history.Items, h => Assert.Equal("admin: tester", h.Actor));
        Assert.True((await Client.VerifyHistoryAsync()).Intact);
    }

    [Fact]
    public async Task A_revoked_key_does_not_come_back_when_all_is_rolled_back()
    {
        var seq = (await Client.HistoryAsync()).Items[0].Seq;
        await Client.ApplyAsync(Local);
        await Client.RevokeKeyAsync("first");

        await Client.RollbackAsync(new RollbackRequest { Seq = seq });

        Assert.NotNull(Assert.Single((await Client.ListKeysAsync()).Items).RevokedAt);
        Assert.Empty((await Client.ListAsync("Route")).Items);
    }

    [Fact]
    public async Task A_secret_is_encrypted_on_arrival_and_in_clear_nowhere_afterwards()
    {
        const string Secret = "sk-very-secret-value";
        var yaml =
            Local.Replace("  models:", $"  credential: {{ value: {Secret} }}\n  models:", StringComparison.Ordinal);
        await Client.ApplyAsync(yaml);

        var credential = Assert.Single(Assert.Single(node.Snapshots.Current!.Providers).Credentials);
        Assert.Contains(Secret, credential.Header!.Value.Reveal(), StringComparison.Ordinal);
        foreach (var path in new[] { "resources", "export", "history?limit=100", "resources/Provider/local" })
        {
            var text = await GetTextAsync(path);
            Assert.DoesNotContain(Secret, text, StringComparison.Ordinal);
        }

        Assert.All((await Client.ApplyAsync(yaml)).Items, i => Assert.Equal(ChangeOutcome.Unchanged, i.Outcome));
        Assert.All(
            (await Client.ApplyAsync(await Client.ExportAsync())).Items.Where(i => i.Kind == ResourceKind.Provider),
            i => Assert.Equal(ChangeOutcome.Unchanged, i.Outcome));
    }

    [Fact]
    public async Task Every_part_of_every_credential_is_encrypted_on_arrival()
    {
        const string Credentials = """
              credentials:
                - scheme: sensenova_jwt
                  parts: { access_key_id: { value: ak-secret-one }, access_key_secret: { value: sk-secret-two } }
                - { name: other, value: secret-three }
              models:
            """;
        var yaml = Local.Replace("  models:", Credentials, StringComparison.Ordinal);
        await Client.ApplyAsync(yaml);

        var credentials = Assert.Single(node.Snapshots.Current!.Providers).Credentials;
        Assert.Equal("sk-secret-two", credentials[0].Reveal("access_key_secret"));
        Assert.Equal("secret-three", credentials[1].Reveal(""));
        var changed = yaml.Replace("{ name: other, value: secret-three }", "{ name: more, value: secret-four }",
            StringComparison.Ordinal);
        var difference = JsonSerializer.Serialize(await Client.DiffAsync(changed));
        foreach (var text in (string[])
            [await GetTextAsync("export"), await GetTextAsync("history?limit=100"), difference])
            Assert.DoesNotContain("secret-", text, StringComparison.Ordinal);
        Assert.All((await Client.ApplyAsync(yaml)).Items, i => Assert.Equal(ChangeOutcome.Unchanged, i.Outcome));
    }

    [Fact]
    public async Task A_key_is_shown_once_and_revoked_at_once()
    {
        var created = await Client.CreateKeyAsync(new CreateKeyRequest { Name = "team/app" });

        Assert.True(ApiKeyFormat.TryValidate(System.Text.Encoding.UTF8.GetBytes(created.Key)));
        Assert.DoesNotContain(created.Key, await GetTextAsync("keys"), StringComparison.Ordinal);
        Assert.Equal(long.MaxValue, Rules(created.Key).RevokedAtTicks);
        var e = await Assert.ThrowsAsync<AdminApiException>(
            () => Client.CreateKeyAsync(new CreateKeyRequest { Name = "team/app" }));
        Assert.Equal(409, e.Problem.Status);

        var revoked = await Client.RevokeKeyAsync("team/app");

        Assert.Equal("default", revoked.Organization);
        Assert.Equal(revoked.RevokedAt!.Value.UtcTicks, Rules(created.Key).RevokedAtTicks);
    }

    [Fact]
    public async Task The_password_is_exchanged_for_the_token()
    {
        var login = await new AdminClient(node.Http, null).LoginAsync("test-password");
        var e = await Assert.ThrowsAsync<AdminApiException>(() => new AdminClient(node.Http, null).LoginAsync("wrong"));

        Assert.Equal(ControlNode.Token, login.Token);
        Assert.Equal(401, e.Problem.Status);
    }

    [Fact]
    public async Task Another_node_on_the_same_store_serves_a_change_soon()
    {
        using var otherFolder = new TestFolder();
        await using var other = await ControlNode.StartAsync(
            database, await database.ConnectionStringAsync() is null ? folder.Path : otherFolder.Path);

        var report = await other.Client.ApplyAsync(Local);

        await ControlNode.UntilAsync(() => node.Snapshots.Current!.Revision == report.Revision);
        Assert.Equal(other.Snapshots.Current!.Hash, node.Snapshots.Current!.Hash);
    }

    [Fact]
    public async Task Status_tells_what_is_in_force()
    {
        var status = await Client.StatusAsync();

        Assert.Equal(("store", 1), (status.Snapshot!.Origin, status.Snapshot.Revision));
        Assert.True(status.Store.Healthy);
        Assert.Empty(status.PublishErrors);
    }

    private ApiKeyRules Rules(string key) => node.Snapshots.Current!.Access.Find(
        KeyHash.From(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(key))))!;

    private async Task<string> GetTextAsync(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "api/v1/" + path);
        request.Headers.Authorization = new("Bearer", ControlNode.Token);
        using var response = await node.Http.SendAsync(request);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadAsStringAsync();
    }
}
