using System.ComponentModel;
using Godwit.Policy.Catalog;

namespace Godwit.Policy.Configuration;

/// <summary>A provider as this installation uses it: a catalog entry, or one that is described here in full.</summary>
public sealed record ProviderConfig
{
    [Description("Name of the catalog entry with the provider's facts. Absent for a provider described here in full.")]
    public string? Catalog { get; init; }

    [Description("Wire format when no catalog entry says it.")]
    public Dialect? Dialect { get; init; }

    [Description(
        "Base URL up to and without the operation's path, e.g. https://llm.example.com/v1. Overrides the "
        + "region's.")]
    public string? BaseUrl { get; init; }

    [Description(
        "Base URLs of further wire formats the provider speaks, e.g. anthropic_messages: "
        + "https://llm.example.com/anthropic/v1. Clients of that dialect are then spliced.")]
    public IReadOnlyDictionary<Dialect, string>? DoorUrls { get; init; }

    [Description("Name of one of the catalog entry's regions; its default region when absent.")]
    public string? Region { get; init; }

    [Description(
        "Currency the account is billed in, ISO 4217, where the catalog knows prices in several. Default: that of the "
        + "region's prices.")]
    public string? Currency { get; init; }

    [Description("Values for the placeholders of the catalog entry's URLs, e.g. resource: contoso.")]
    public IReadOnlyDictionary<string, string>? Variables { get; init; }

    [Description("Where the provider's credential comes from. Absent: none is sent.")]
    public CredentialConfig? Credential { get; init; }

    [Description(
        "Several credentials instead of one: requests take them in turn, and one that is refused or has used up its "
        + "quota rests while the others serve.")]
    public IReadOnlyList<CredentialConfig>? Credentials { get; init; }

    [Description("Models offered here besides, or instead of, the catalog entry's.")]
    public IReadOnlyList<ProviderModelConfig>? Models { get; init; }

    [Description("Milliseconds to wait for a connection, 100 to 60000. Default 5000.")]
    public int ConnectTimeoutMs { get; set; } = 5_000;

    [Description("Milliseconds to wait for the answer's headers, 1000 to 3600000. Default 600000.")]
    public int ResponseTimeoutMs { get; set; } = 600_000;

    [Description(
        "Milliseconds without a byte after which an answer under way is given up, 1000 to 3600000. Default "
        + "120000.")]
    public int IdleTimeoutMs { get; set; } = 120_000;

    [Description("Use HTTP/2 towards the provider. Default: what the catalog entry says, else false.")]
    public bool? Http2 { get; init; }

    [Description("True for a provider that only pretends; every answer says so.")]
    public bool Simulated { get; init; }
}

/// <summary>A model of a provider, under the name clients and routes use.</summary>
public sealed record ProviderModelConfig
{
    [Description("Name used in targets and routes.")]
    public required string Name { get; init; }

    [Description("The provider's own name for it (the deployment, on Azure); the same when absent.")]
    public string? ProviderModel { get; init; }

    [Description("What it can be asked for. Default: chat.")]
    public IReadOnlyList<Operation>? Operations { get; init; }

    [Description(
        "Vocabulary that its text is counted by where limits and grants have no room for its bytes: o200k_base or "
        + "cl100k_base. Only what its maker publishes: another counts too little. Default: what the catalog says.")]
    public Vocabulary? Tokenizer { get; init; }
}

/// <summary>Where a secret is found. Exactly one of the members is given.</summary>
public sealed record SecretReference
{
    [Description("Name of an environment variable of the Godwit process.")]
    public string? Env { get; init; }

    [Description("Path of a file that holds the secret and nothing else.")]
    public string? File { get; init; }

    [Description("The secret itself: encrypted on arrival and never shown again. Prefer env or file.")]
    public string? Value { get; init; }

    [Description("A value that was encrypted on arrival; written by Godwit.")]
    public string? Encrypted { get; init; }
}
