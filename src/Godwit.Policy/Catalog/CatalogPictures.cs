using System.ComponentModel;

namespace Godwit.Policy.Catalog;

/// <summary>What pictures come to as input of a model.</summary>
public sealed record CatalogPictures : CatalogFact
{
    [Description("The most tokens of one picture, whatever its size and the detail that is asked for.")]
    public required int MostTokens { get; init; }
}
