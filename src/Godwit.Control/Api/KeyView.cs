namespace Godwit.Control.Api;

/// <summary>An API key to make.</summary>
public sealed record CreateKeyRequest
{
    /// <summary>Name of the ApiKey resource; one is made up when absent.</summary>
    public string? Name { get; init; }

    /// <summary>The project the key belongs to; <c>default</c> when absent.</summary>
    public string? Project { get; init; }

    /// <summary>First instant the key is refused.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Routes the key may use; all of its project's when absent.</summary>
    public IReadOnlyList<string>? Routes { get; init; }
}

/// <summary>A key that was made. The key itself is shown here and never again.</summary>
public sealed record CreatedKey
{
    public required string Name { get; init; }

    public required string Project { get; init; }

    public required string Key { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }
}

/// <summary>A key that was issued.</summary>
public sealed record KeyView
{
    public required string Name { get; init; }

    public required string Project { get; init; }

    public string? Organization { get; init; }

    /// <summary>First characters of the key.</summary>
    public string? Hint { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    public DateTimeOffset? RevokedAt { get; init; }

    public IReadOnlyList<string>? Routes { get; init; }
}

/// <summary>The keys that were issued.</summary>
public sealed record KeyList
{
    public required IReadOnlyList<KeyView> Items { get; init; }
}
