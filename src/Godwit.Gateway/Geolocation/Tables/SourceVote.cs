using Godwit.Policy.Contracts;
using Godwit.Policy.Territories;

namespace Godwit.Gateway.Geolocation.Tables;

/// <summary>A source as far as the weighing of its word is concerned.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Method">How it comes to its answers.</param>
/// <param name="Age">How old its data is when the tables are built.</param>
internal sealed record VotingSource(string Name, SourceMethod Method, TimeSpan Age)
{
    public static VotingSource From(TableHeader header, DateTimeOffset now) =>
        new(header.Name, header.Method, now - header.BuildEpoch);
}

/// <summary>What one source says of one address.</summary>
internal readonly record struct SourceVote(VotingSource Source, TerritoryCode Territory, SubdivisionCode Subdivision);
