using System.CommandLine;
using System.Text.Json.Nodes;
using Godwit.Host.Cli.Output;
using Godwit.Host.Serve;
using Godwit.Policy.Contracts;

namespace Godwit.Host.Cli;

/// <summary><c>godwit evidence address</c>: opens a record's client address, with the operator's own key.</summary>
internal static class EvidenceAddressCommand
{
    private static readonly Argument<Guid> Request = new("REQUEST") { Description = "Id of the request." };

    private static readonly Option<string> Key = new("--client-address-key")
    {
        Description = "Where the key is that addresses were encrypted with: env:NAME or file:PATH. It does not leave "
            + "this machine.",
        HelpName = "REFERENCE",
        Required = true,
    };

    public static Command Create()
    {
        var command = new Command(
            "address", "Opens the whole client address of a request, where it was recorded encrypted.")
        {
            Request, Key,
        };
        command.WithServer().SetAction(CommandContext.Action(RunAsync));
        return command;
    }

    private static async Task<int> RunAsync(CommandContext context)
    {
        var secret = SecretText.Read(
            context.Parse.GetRequiredValue(Key), Environment.GetEnvironmentVariable, out var error);
        if (secret is null)
            throw new UsageException($"{Key.Name} {error}");
        var id = context.Parse.GetValue(Request);
        var record = await ServerConnection.ConnectOrThrow(context).RequestAsync(id, context.Cancellation);
        if (record.ClientSealed is not { } text)
            return context.Fail($"request {id} was recorded without its whole address");
        if (new SealedAddress(secret).Open(text) is not { } address)
            return context.Fail($"the address of request {id} was encrypted with another key, or changed");
        return context.Write(
            new JsonObject { ["id"] = id.ToString(), ["address"] = address.ToString() },
            ResultTable.Facts(null, ("request", id.ToString()), ("address", address.ToString())));
    }
}
