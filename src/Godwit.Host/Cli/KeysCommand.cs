using System.CommandLine;
using System.Text.Json;
using Godwit.Control.Api;
using Godwit.Host.Cli.Output;

namespace Godwit.Host.Cli;

/// <summary><c>godwit keys create|list|revoke</c>: API keys; each is shown once.</summary>
internal static class KeysCommand
{
    private static readonly Option<string> Name = new("--name")
    {
        Description = "Name of the key, to tell it from others. Default: one is made up.", HelpName = "NAME",
    };

    private static readonly Option<string> Project = new("--project")
    {
        Description = "Project the key belongs to. Default when it is made: default.", HelpName = "NAME",
    };

    private static readonly Option<DateTimeOffset?> Expires = new("--expires")
    {
        Description = "Instant from which it is refused, RFC 3339. Default: never.",
        HelpName = "INSTANT",
        CustomParser = result => Instant.Parse(result),
    };

    private static readonly Option<string[]> Routes = new("--route")
    {
        Description =
            "Route it may use. May be given more than once. Default: every route of its project.", HelpName = "NAME",
    };

    private static readonly Argument<string> Revoked = new("NAME") { Description = "Name of the key." };

    public static Command Create()
    {
        var create =
            new Command("create", "Makes an API key and shows it, this once.") { Name, Project, Expires, Routes };
        create.SetAction(CommandContext.Action(CreateAsync));
        var list = new Command("list", "Lists the keys that were issued; never the keys themselves.") { Project };
        list.SetAction(CommandContext.Action(ListAsync));
        var revoke = new Command("revoke", "Withdraws a key; it is refused within a second.") { Revoked };
        revoke.SetAction(CommandContext.Action(RevokeAsync));
        return new Command("keys", "API keys.") { create.WithServer(), list.WithServer(), revoke.WithServer() };
    }

    private static async Task<int> CreateAsync(CommandContext context)
    {
        var routes = context.Parse.GetValue(Routes);
        var request = new CreateKeyRequest
        {
            Name = context.Parse.GetValue(Name),
            Project = context.Parse.GetValue(Project),
            ExpiresAt = context.Parse.GetValue(Expires),
            Routes = routes is { Length: > 0 } ? routes : null,
        };
        var key = await ServerConnection.ConnectOrThrow(context).CreateKeyAsync(request, context.Cancellation);
        return context.Write(
            JsonSerializer.SerializeToNode(key, AdminJsonContext.Default.CreatedKey)!,
            ResultTable.Facts(
                null, ("key", key.Key), ("name", key.Name), ("project", key.Project),
                ("expires", key.ExpiresAt is { } until ? Instant.Format(until) : "never")) with
            {
                Notes = ["The key is shown this once; only its hash is kept."],
            });
    }

    private static async Task<int> ListAsync(CommandContext context)
    {
        var keys = await ServerConnection.ConnectOrThrow(context)
            .ListKeysAsync(context.Parse.GetValue(Project), context.Cancellation);
        var data = JsonSerializer.SerializeToNode(keys, AdminJsonContext.Default.KeyList)!;
        return context.Write(data, ResultTable.Of(
            null, data["items"]!.AsArray(), ("name", "name"), ("begins with", "hint"), ("project", "project"),
            ("organization", "organization"), ("expires", "expires_at"), ("revoked", "revoked_at"),
                ("routes", "routes")));
    }

    private static async Task<int> RevokeAsync(CommandContext context)
    {
        var key = await ServerConnection.ConnectOrThrow(context).RevokeKeyAsync(
            context.Parse.GetRequiredValue(Revoked), context.Cancellation);
        return context.Write(
            JsonSerializer.SerializeToNode(key, AdminJsonContext.Default.KeyView)!,
            ResultTable.Facts(
                null, ("name", key.Name), ("revoked", key.RevokedAt is { } at ? Instant.Format(at) : null)));
    }
}
