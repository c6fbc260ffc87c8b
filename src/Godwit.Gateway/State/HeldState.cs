using Godwit.Policy.Catalog;
using Godwit.Policy.Routing;

namespace Godwit.Gateway.State;

/// <summary>What a request needs that only one account of one provider has.</summary>
internal enum HeldKind
{
    /// <summary>The conversation that a request for a response goes on with.</summary>
    Conversation,

    /// <summary>Encrypted reasoning that the client sends back.</summary>
    Reasoning,

    /// <summary>A response that is asked about.</summary>
    Response,

    /// <summary>Files that a request to a model names.</summary>
    Files,

    /// <summary>A file, batch or job that is asked about.</summary>
    Thing,
}

/// <summary>What a request needs and who holds it: the one thing that ties it to a provider's account.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Provider">Name of the provider that holds it.</param>
/// <param name="Account">
/// The provider's account; empty when it is not known (ids of earlier versions), or the provider's only one.
/// </param>
internal sealed record HeldState(HeldKind Kind, string Provider, string Account)
{
    /// <summary>The field of the request by which it is named; null when several may.</summary>
    public string? Param => Kind switch
    {
        HeldKind.Conversation => "previous_response_id",
        HeldKind.Reasoning => "input",
        HeldKind.Response => "response_id",
        _ => null,
    };

    /// <summary>True when the target is the holder's own, in the dialect in which it holds it.</summary>
    /// <remarks>
    /// Reasoning is of use to its maker alone, but hinders none that speaks another dialect: a translation leaves it
    /// out and says so.
    /// </remarks>
    public bool IsAt(TargetRules target) => Kind == HeldKind.Reasoning
        ? target.Provider.Name == Provider || ResponsesDoor(target) is null
        : target.Provider.Name == Provider
            && (Kind is not (HeldKind.Conversation or HeldKind.Response) || ResponsesDoor(target) is not null);

    /// <summary>True when the same account may hold both; of one whose account is not known, its provider.</summary>
    public bool MayHold(string provider, string account) => Provider == provider
        && (Account == account || Account.Length == 0 || account.Length == 0);

    /// <summary>The door at which a target's responses are; null when it has none.</summary>
    public static DoorRules? ResponsesDoor(TargetRules target)
    {
        foreach (var door in target.Doors)
        {
            if (door.Dialect == Dialect.OpenAIResponses)
                return door;
        }

        return null;
    }
}
