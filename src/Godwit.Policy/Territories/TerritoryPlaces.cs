namespace Godwit.Policy.Territories;

/// <summary>Roughly where territories lie, to tell which of two nobody can be in within an hour.</summary>
public static partial class TerritoryPlaces
{
    private const double EarthRadiusKm = 6371;

    private static readonly Place?[] Places = ReadPlaces();

    /// <summary>
    /// The least distance between two territories in kilometres, 0 for neighbours; null where a place is not known.
    /// Never much more than the distance between their nearest points, often less.
    /// </summary>
    public static double? KilometersBetween(TerritoryCode one, TerritoryCode other)
    {
        if (Places[one.Index] is not { } a || Places[other.Index] is not { } b)
            return null;
        return one == other ? 0 : Math.Max(0, GreatCircle(a, b) - a.RadiusKm - b.RadiusKm);
    }

    private static double GreatCircle(Place a, Place b)
    {
        var (lat1, lat2) = (double.DegreesToRadians(a.Latitude), double.DegreesToRadians(b.Latitude));
        var (dLat, dLon) = (lat2 - lat1, double.DegreesToRadians(b.Longitude - a.Longitude));
        var chord = Math.Pow(Math.Sin(dLat / 2), 2)
            + (Math.Cos(lat1) * Math.Cos(lat2) * Math.Pow(Math.Sin(dLon / 2), 2));
        return 2 * EarthRadiusKm * Math.Asin(Math.Min(1, Math.Sqrt(chord)));
    }

    private static Place?[] ReadPlaces()
    {
        var places = new Place?[TerritoryCode.IndexCount];
        foreach (var row in Table.Split([';', '\n'], StringSplitOptions.TrimEntries))
        {
            var fields = row.Split(' ');
            places[TerritoryCode.Parse(fields[0]).Index] =
                new Place(Number(fields[1]), Number(fields[2]), Number(fields[3]));
        }

        return places;
    }

    private static int Number(string text) => int.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private readonly record struct Place(int Latitude, int Longitude, int RadiusKm);
}
