namespace Godwit.Gateway.Geolocation.Tables;

/// <summary>A table without its boundaries.</summary>
/// <param name="Header">What the file says of itself.</param>
/// <param name="Sha256">Checksum of the whole file, lower-case hex.</param>
/// <param name="Answers">The distinct answers; index 0 is none.</param>
internal sealed record TableDescription(TableHeader Header, string Sha256, TableAnswer[] Answers);
