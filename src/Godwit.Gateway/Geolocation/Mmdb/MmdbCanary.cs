using Godwit.Gateway.Geolocation.Chain;

namespace Godwit.Gateway.Geolocation.Mmdb;

/// <summary>Asks a file about addresses all over the space before it may answer for callers.</summary>
internal static class MmdbCanary
{
    /// <summary>A step that is odd and near the golden ratio spreads any number of probes evenly.</summary>
    private const uint Step = 0x9E37_79B1;

    private const int Probes = 4096;

    public static void Probe(MmdbSource source, DateTimeOffset now)
    {
        if (source.BuildEpoch > now.AddDays(1))
            throw new InvalidDataException($"Address file '{source.Name}' says it was built at {source.BuildEpoch:O}.");
        int answers = 0, territories = 0;
        for (uint i = 1; i <= Probes; i++)
        {
            var answer = source.FindUnguarded(new NumericAddress(i * Step, true).ToIPAddress());
            answers += answer.Raw is null ? 0 : 1;
            territories += answer.Territory.HasValue ? 1 : 0;
            // The same value as the upper bits of 2000::/3: IPv6 records are a different part of the file.
            var upper = (UInt128)((i * Step) >> 3 | 0x2000_0000u);
            source.FindUnguarded(new NumericAddress(upper << 96, false).ToIPAddress());
        }

        // Small files of one network are legal, so few answers are; many that name no territory are a wrong field.
        if (answers > 0 && territories * 2 < answers)
        {
            throw new InvalidDataException(
                $"Address file '{source.Name}' names a territory in {territories} of {answers} records; "
                + "is its field right?");
        }
    }
}
